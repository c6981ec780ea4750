// How fast a counter has been growing lately, in steps of a few seconds over the last minutes.
// Pure. It is looked at when something happens: while nothing does, nothing grows.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <string>

#include "base/moment.h"

namespace moonroom::admin {

class Trend {
 public:
  static constexpr auto kStep = std::chrono::seconds(5);
  /// Five minutes.
  static constexpr size_t kSteps = 60;

  /// The counter stands at `total`. The growth since the last look belongs to the step of that
  /// look: call it before anything counts at `now`.
  void sample(uint64_t total, SteadyTime now);

  /// Over the last `steps` whole ones; 0 when there is none yet.
  double per_second(size_t steps) const;
  /// How much it grew in each, the oldest first; at most kSteps.
  const std::deque<uint64_t>& steps() const { return steps_; }

 private:
  void end_step(uint64_t grown);

  bool begun_ = false;
  SteadyTime step_began_{};
  uint64_t at_beginning_ = 0;
  std::deque<uint64_t> steps_;
};

/// A row of blocks, each as high as its value beside the highest; the lowest block for what is 0.
/// `width` columns wide: the latest values, or fewer when there are fewer.
std::string sparkline(const std::deque<uint64_t>& values, size_t width);

}  // namespace moonroom::admin
