#include "ring/progress.h"

#include <fmt/format.h>

#include <algorithm>

namespace moonroom::ring {
namespace {

// A busy machine may leave the worker without a CPU for a while; this long with less CPU time than
// kSomeWork means that it is stuck (or stopped).
constexpr Duration kWallPatience = std::chrono::milliseconds(500);
constexpr auto kSomeWork = std::chrono::milliseconds(5);

// No event needs longer, whatever signs of progress a worker gives.
constexpr Duration kAnswerPatience = std::chrono::seconds(2);

// A look that comes later than this means that its watcher stood still too.
constexpr Duration kLongestLook = 2 * kWatchInterval;

}  // namespace

void Progress::begin(Duration budget, SteadyTime now) {
  budget_ = budget;
  seen_ = {};
  looked_ = now;
  still_ = owing_ = {};
}

std::optional<std::string> Progress::look(const Signs& signs, SteadyTime now) {
  const auto passed = std::clamp<Duration>(now - looked_, Duration::zero(), kLongestLook);
  looked_ = now;
  still_ += passed;
  owing_ += passed;
  if (signs.answers != seen_.answers || !signs.owes) owing_ = {};
  const bool late = owing_ >= std::max(budget_, kAnswerPatience);
  if (!late && (signs.answers != seen_.answers || signs.steps != seen_.steps || !signs.owes)) {
    still_ = {};
    seen_ = signs;
    return std::nullopt;
  }
  const auto used = signs.cpu - seen_.cpu;
  const bool spent = still_ >= budget_ && used >= budget_;
  const bool stuck = still_ >= std::max(budget_, kWallPatience) && used < kSomeWork;
  if (!spent && !stuck && !late) return std::nullopt;
  const auto time = std::chrono::duration_cast<std::chrono::milliseconds>(late ? owing_ : still_);
  return fmt::format("stood still for {} ms", time.count());
}

}  // namespace moonroom::ring
