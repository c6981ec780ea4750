#include "server/identity_saver.h"

namespace moonroom::server {
namespace {

constexpr auto kBetweenAttempts = std::chrono::seconds(10);

}  // namespace

// Clients remember the key from their first visit on.
void IdentitySaver::tick(SteadyTime now) {
  if (identity_.unsaved().empty() || now < next_attempt_) return;
  const bool is_first = next_attempt_ == SteadyTime();
  next_attempt_ = now + kBetweenAttempts;
  identity_.save();
  if (identity_.unsaved().empty())
    log_.information("the room's key is on disk now");
  else if (is_first)
    log_.warning(
        "the room's key is not on disk, and clients will be warned when another host starts "
        "with another one: " +
        identity_.unsaved());
}

}  // namespace moonroom::server
