// The clocks' values at the beginning of a turn of the loop. Pure code gets a Moment and never
// reads a clock itself, so tests advance time by adding to it.
#pragma once

#include <chrono>

namespace moonroom {

using Duration = std::chrono::nanoseconds;
using SteadyTime = std::chrono::time_point<std::chrono::steady_clock, Duration>;
using WallTime = std::chrono::time_point<std::chrono::system_clock, std::chrono::milliseconds>;

struct Moment {
  /// For waiting and measuring: never jumps.
  SteadyTime steady;
  /// For display: the machine's clock. It can jump by years, in both directions.
  WallTime wall;
  /// For expiry: bans, mutes, retention. Advances only by time that has passed, restarts included;
  /// see TrustedClock.
  WallTime trusted{};

  friend Moment operator+(Moment moment, Duration step) {
    moment.steady += step;
    moment.wall += std::chrono::duration_cast<std::chrono::milliseconds>(step);
    moment.trusted += std::chrono::duration_cast<std::chrono::milliseconds>(step);
    return moment;
  }
};

}  // namespace moonroom
