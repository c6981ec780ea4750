// One who speaks: what he has said and not everybody has heard yet. At most a window of lines is on
// its way; the next is said when all have heard the oldest, or when it has been given up.
#pragma once

#include <cstdint>
#include <vector>

#include "base/moment.h"

namespace moonroom::bench {

class Speaker {
 public:
  Speaker(uint32_t window, uint32_t hearers) : flights_(window), hearers_(hearers) {}

  bool may_speak() const { return next_ - oldest_ < flights_.size(); }
  bool has_said(uint32_t number) const { return number < next_; }
  bool silent() const { return next_ == oldest_; }
  /// The number of the line that is said now.
  uint32_t speak(SteadyTime now) {
    at(next_) = {now, hearers_};
    return next_++;
  }

  /// Somebody has heard line `number`. Returns when it was said, or null when it is no longer on
  /// its way: given up, or heard by all.
  const SteadyTime* heard(uint32_t number) {
    if (number < oldest_ || number >= next_ || at(number).missing == 0) return nullptr;
    auto& flight = at(number);
    --flight.missing;
    while (!silent() && at(oldest_).missing == 0) ++oldest_;
    return &flight.said;
  }

  /// Gives up what was said before `limit`; returns how many deliveries were lost by that.
  uint64_t give_up(SteadyTime limit) {
    uint64_t lost = 0;
    for (; !silent() && (at(oldest_).missing == 0 || at(oldest_).said < limit); ++oldest_)
      lost += at(oldest_).missing;
    return lost;
  }

 private:
  struct Flight {
    SteadyTime said;
    uint32_t missing = 0;
  };

  Flight& at(uint32_t number) { return flights_[number % flights_.size()]; }

  std::vector<Flight> flights_;
  uint32_t hearers_;
  uint32_t oldest_ = 0;
  uint32_t next_ = 0;
};

}  // namespace moonroom::bench
