// Paces lines that are not typed: a file at standard input, a long paste. A host drops lines over
// its limit. Until the host tells its limit, the pace is a little below the usual one of 20 lines a
// second with a burst of 40. Pure.
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
    // Evenly sent lines arrive unevenly, so use a fifth less than the rate and three quarters of
    // the burst.
    step_ = Duration(std::chrono::seconds(1200)) / static_cast<int64_t>(lines_per_1000_seconds);
    at_once_ = static_cast<int>(std::clamp<uint64_t>(burst * 3 / 4, 1, 1000));
  }

  /// How long to wait before the next line can be sent; zero when it can be sent now.
  Duration delay(SteadyTime now) const { return std::max(level_ - now, Duration{}); }
  /// A line was sent.
  void on_sent(SteadyTime now) { level_ = std::max(level_, now - at_once_ * step_) + step_; }

 private:
  /// In the past while part of the burst is unused.
  SteadyTime level_{};
  Duration step_ = std::chrono::milliseconds(60);
  int at_once_ = 30;
};

}  // namespace moonroom::client
