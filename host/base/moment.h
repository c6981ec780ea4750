// A moment: what the clocks said when a turn of the loop began. Pure code is handed one and never
// asks a clock itself, so a test moves time by adding to it.
#pragma once

#include <chrono>

namespace moonroom {

using Duration = std::chrono::nanoseconds;
using SteadyTime = std::chrono::time_point<std::chrono::steady_clock, Duration>;
using WallTime = std::chrono::time_point<std::chrono::system_clock, std::chrono::milliseconds>;

struct Moment {
  /// For waiting and measuring: never jumps.
  SteadyTime steady;
  /// For people: what the machine's clock shows. It may jump by years and back.
  WallTime wall;
  /// For what ends or grows old: bans, mutes, retention. Advances only by time that has passed,
  /// over restarts too; see TrustedClock.
  WallTime trusted{};

  friend Moment operator+(Moment moment, Duration step) {
    moment.steady += step;
    moment.wall += std::chrono::duration_cast<std::chrono::milliseconds>(step);
    moment.trusted += std::chrono::duration_cast<std::chrono::milliseconds>(step);
    return moment;
  }
};

}  // namespace moonroom
