// A set of times and its percentiles.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "base/moment.h"

namespace moonroom::network {

class Sample {
 public:
  void add(Duration time) {
    using Microseconds = std::chrono::duration<uint32_t, std::micro>;
    times_.push_back(std::chrono::duration_cast<Microseconds>(time).count());
  }
  void clear() { times_.clear(); }

  /// `"p50": …` and so on, in milliseconds; all 0 when it is empty.
  std::string json() {
    std::sort(times_.begin(), times_.end());
    return fmt::format(
        R"("p50": {:.2f}, "p90": {:.2f}, "p99": {:.2f}, "p99.9": {:.2f}, "max": {:.2f})", at(0.5),
        at(0.9), at(0.99), at(0.999), at(1));
  }

 private:
  double at(double part) const {
    if (times_.empty()) return 0;
    const auto place = static_cast<size_t>(part * static_cast<double>(times_.size()));
    return times_[std::min(place, times_.size() - 1)] / 1e3;
  }

  std::vector<uint32_t> times_;
};

}  // namespace moonroom::network
