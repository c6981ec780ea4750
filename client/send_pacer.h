// How fast lines are said that nobody types: a file at standard input, a long paste. A host drops
// what is more than it takes. Until it says how much that is, the pace is a little less than the
// usual limit of 20 lines a second and 40 at once. Pure.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

#include "base/moment.h"

namespace moonroom::client {

class SendPacer {
 public:
  /// The host's limits; a rate of zero means none.
  void set_limits(uint64_t lines_per_1000_seconds, uint64_t burst) {
    if (lines_per_1000_seconds == 0) {
      step_ = Duration::zero();
      return;
    }
    // Lines that leave evenly arrive unevenly: a fifth slower, and three quarters at once.
    step_ = Duration(std::chrono::seconds(1200)) / static_cast<int64_t>(lines_per_1000_seconds);
    at_once_ = static_cast<int>(std::clamp<uint64_t>(burst * 3 / 4, 1, 1000));
  }

  /// How long to wait before the next line may be said; zero when it may be now.
  Duration delay(SteadyTime now) const { return std::max(level_ - now, Duration{}); }
  /// A line is said.
  void on_sent(SteadyTime now) { level_ = std::max(level_, now - at_once_ * step_) + step_; }

 private:
  /// Behind now while less was said than may be said at once.
  SteadyTime level_{};
  Duration step_ = std::chrono::milliseconds(60);
  int at_once_ = 30;
};

}  // namespace moonroom::client
