// Delivery times in buckets that are a thirty-second of their value wide: a percentile is off by 3
// % at most, and recording a time costs a few instructions.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

#include "base/moment.h"

namespace moonroom::bench {

class Latency {
 public:
  void record(Duration time) {
    ++buckets_[bucket_of(static_cast<uint64_t>(time.count()))];
    ++count_;
    longest_ = std::max(longest_, time);
  }
  void clear() { *this = {}; }
  /// In microseconds, exact; 0 when nothing was recorded.
  double longest() const { return static_cast<double>(longest_.count()) / 1e3; }
  /// In microseconds, `part` from 0 to 1; 0 when nothing was recorded.
  double percentile(double part) const {
    auto rest = static_cast<uint64_t>(part * static_cast<double>(count_));
    for (size_t i = 0; i < buckets_.size(); ++i) {
      if (rest < buckets_[i]) return static_cast<double>(middle_of(i)) / 1e3;
      rest -= buckets_[i];
    }
    return 0;
  }

 private:
  static constexpr uint64_t kSteps = 32;
  static constexpr int kStepBits = 5;

  // The upper bits of the value, and the number of bits below them.
  static size_t bucket_of(uint64_t nanoseconds) {
    if (nanoseconds < kSteps) return nanoseconds;
    const auto shift = static_cast<uint64_t>(std::bit_width(nanoseconds) - kStepBits - 1);
    return static_cast<size_t>(kSteps * (shift + 1) + (nanoseconds >> shift) - kSteps);
  }
  static uint64_t middle_of(size_t bucket) {
    if (bucket < kSteps) return bucket;
    const auto shift = bucket / kSteps - 1;
    const auto lower = (bucket % kSteps + kSteps) << shift;
    return lower + (uint64_t{1} << shift) / 2;
  }

  std::array<uint64_t, kSteps * 60> buckets_{};
  uint64_t count_ = 0;
  Duration longest_{};
};

}  // namespace moonroom::bench
