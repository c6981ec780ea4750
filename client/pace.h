// How fast lines are said that nobody types: a file at standard input, a long paste. A host lets a
// member say 20 lines a second, and 40 at once, and drops what is more. Pure.
#pragma once

#include <algorithm>
#include <chrono>

#include "base/moment.h"

namespace moonroom::client {

class Pace {
 public:
  static constexpr auto kStep = std::chrono::milliseconds(60);
  static constexpr int kAtOnce = 30;

  /// How long to wait before the next line may be said; zero when it may be now.
  Duration wait(SteadyTime now) const { return std::max(level_ - now, Duration{}); }
  /// A line is said.
  void said(SteadyTime now) { level_ = std::max(level_, now - kAtOnce * kStep) + kStep; }

 private:
  /// Behind now while less was said than may be said at once.
  SteadyTime level_{};
};

}  // namespace moonroom::client
