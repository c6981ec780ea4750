#include "link/round_trip.h"

#include <algorithm>

#include "link/timing.h"

namespace moonroom::link {

namespace {

/// Timers and loops of both sides are no finer than this.
constexpr Duration kGranularity = std::chrono::milliseconds(2);

/// A longer sample means that a process was suspended: no path is so slow.
constexpr Duration kMaxRoundTrip = std::chrono::seconds(2);

}  // namespace

void RoundTrip::sample(Duration taken) {
  taken = std::min(taken, kMaxRoundTrip);
  latest_ = taken;
  if (!measured_) {
    smoothed_ = least_ = taken;
    variance_ = taken / 2;
    measured_ = true;
    return;
  }
  least_ = std::min(least_, taken);
  variance_ += (std::chrono::abs(smoothed_ - taken) - variance_) / 4;
  smoothed_ += (taken - smoothed_) / 8;
}

Duration RoundTrip::timeout() const {
  return smoothed_ + std::max(4 * variance_, kQuickAck + 2 * kGranularity);
}

Duration RoundTrip::reordering() const {
  return std::max(std::max(smoothed_, latest_) * 9 / 8, kGranularity);
}

}  // namespace moonroom::link
