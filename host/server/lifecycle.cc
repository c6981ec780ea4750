#include "server/lifecycle.h"

namespace moonroom::server {
namespace {

// How long plugins may run `on_unload` when the room ends.
constexpr auto kShutdownTimeout = std::chrono::milliseconds(500);

// Lines that have been read are judged before another host takes over, even if the worker must be
// replaced first.
constexpr auto kSuspendTimeout = std::chrono::seconds(5);

}  // namespace

bool Lifecycle::try_end(Ending wanted, bool is_kept, SteadyTime now) {
  if (end_by_) {
    if (ending_ == Ending::handed_over && wanted != Ending::handed_over)
      ending_ = Ending::suspended;
    return false;
  }
  if (wanted == Ending::handed_over && !is_kept) return false;
  // Without a store there is nothing to continue from: the room ends for all members.
  ending_ = is_kept ? wanted : Ending::closed;
  end_by_ = now;
  *end_by_ += ending_ == Ending::closed ? kShutdownTimeout : Duration(kSuspendTimeout);
  return true;
}

}  // namespace moonroom::server
