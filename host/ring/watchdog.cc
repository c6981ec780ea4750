#include "ring/watchdog.h"

#include <fmt/format.h>

#include <algorithm>

namespace moonroom::ring {
namespace {

// A busy machine can leave the worker without a CPU for a while. After this long with less CPU time
// than kSomeWork, the worker is stuck or stopped.
constexpr Duration kWallPatience = std::chrono::milliseconds(500);
constexpr auto kSomeWork = std::chrono::milliseconds(5);

// No event needs longer, whatever progress a worker shows.
constexpr Duration kAnswerPatience = std::chrono::seconds(2);

// A sample later than this means that this process was stopped as well.
constexpr Duration kMaxLook = 2 * kWatchInterval;

}  // namespace

void Watchdog::begin(Duration budget, SteadyTime now) {
  budget_ = budget;
  last_sample_ = {};
  checked_at_ = now;
  without_progress_ = pending_for_ = {};
}

std::optional<std::string> Watchdog::check(const WorkerSample& sample, SteadyTime now) {
  const auto passed = std::clamp<Duration>(now - checked_at_, Duration::zero(), kMaxLook);
  checked_at_ = now;
  without_progress_ += passed;
  pending_for_ += passed;
  if (sample.answers != last_sample_.answers || !sample.has_pending) pending_for_ = {};
  const bool late = pending_for_ >= std::max(budget_, kAnswerPatience);
  if (!late && (sample.answers != last_sample_.answers || sample.calls != last_sample_.calls ||
                !sample.has_pending)) {
    without_progress_ = {};
    last_sample_ = sample;
    return std::nullopt;
  }
  const auto used = sample.cpu - last_sample_.cpu;
  const bool spent = without_progress_ >= budget_ && used >= budget_;
  const bool stuck = without_progress_ >= std::max(budget_, kWallPatience) && used < kSomeWork;
  if (!spent && !stuck && !late) return std::nullopt;
  const auto time = std::chrono::duration_cast<std::chrono::milliseconds>(late ? pending_for_
                                                                               : without_progress_);
  return fmt::format("made no progress for {} ms", time.count());
}

}  // namespace moonroom::ring
