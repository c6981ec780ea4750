// The recent growth of a counter, in steps of a few seconds over the last minutes. Pure. Sampled
// when something happens: in between, the counter does not grow.
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

  /// The counter stands at `total`. The growth since the last sample belongs to the step of that
  /// sample: call it before anything is counted at `now`.
  void sample(uint64_t total, SteadyTime now);

  /// Average over the last `steps` complete steps; 0 when there is none yet.
  double per_second(size_t steps) const;
  /// The growth in each step, the oldest first; at most kSteps.
  const std::deque<uint64_t>& steps() const { return steps_; }

 private:
  void end_step(uint64_t grown);

  bool begun_ = false;
  SteadyTime step_began_{};
  uint64_t at_beginning_ = 0;
  std::deque<uint64_t> steps_;
};

/// A row of blocks whose heights are relative to the highest value; 0 has the lowest block. Shows
/// the latest `width` values.
std::string sparkline(const std::deque<uint64_t>& values, size_t width);

}  // namespace moonroom::admin
