// One sender: the lines that not everybody has received yet. At most a window of lines is in
// flight; the next is sent when all have received the oldest, or when it has been given up.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "base/moment.h"

namespace moonroom::bench {

/// The maximum window.
constexpr uint32_t kMaxInFlight = 64;

class Speaker {
 public:
  struct Flight {
    SteadyTime said;
    uint32_t missing = 0;
    /// Its latency counts.
    bool measured = false;
    std::string text;
  };

  bool may_speak(uint32_t window) const { return next_ - oldest_ < window; }
  bool has_said(uint32_t number) const { return number < next_; }
  bool silent() const { return next_ == oldest_; }
  uint32_t next() const { return next_; }

  /// Starts line `next()`, with so many recipients. The caller writes its text into the result.
  Flight& speak(SteadyTime now, uint32_t recipients) {
    auto& flight = at(next_++);
    flight.said = now;
    flight.missing = recipients;
    return flight;
  }

  /// Null when line `number` is no longer in flight: given up, or received by all.
  Flight* flight(uint32_t number) {
    const bool on_its_way = number >= oldest_ && number < next_ && at(number).missing != 0;
    return on_its_way ? &at(number) : nullptr;
  }

  /// Counts a delivery; true when it was the last of the line.
  bool heard(Flight& flight) {
    if (--flight.missing != 0) return false;
    while (!silent() && at(oldest_).missing == 0) ++oldest_;
    return true;
  }

  /// Gives up lines sent before `limit`; returns the number of lost deliveries.
  uint64_t give_up(SteadyTime limit) {
    uint64_t lost = 0;
    for (; !silent() && (at(oldest_).missing == 0 || at(oldest_).said < limit); ++oldest_)
      lost += at(oldest_).missing;
    return lost;
  }

 private:
  Flight& at(uint32_t number) { return flights_[number % kMaxInFlight]; }

  std::array<Flight, kMaxInFlight> flights_;
  uint32_t oldest_ = 0;
  uint32_t next_ = 0;
};

}  // namespace moonroom::bench
