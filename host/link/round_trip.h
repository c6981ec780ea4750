// How long an answer takes, and from that how long to wait for one. Estimates by RFC 6298; what is
// late and what is lost in the terms of RFC 9002.
#pragma once

#include <chrono>

#include "base/moment.h"

namespace moonroom::link {

class RoundTrip {
 public:
  /// `taken`: from sending what asked for an answer until the answer, sure to belong together.
  void sample(Duration taken);
  /// An answer that came sooner than this answers something else (RFC 8985, 6.2).
  Duration least() const { return least_; }
  Duration smoothed() const { return smoothed_; }

  /// How long to wait for an acknowledgement that was asked for (RFC 9002, 6.2.1).
  Duration timeout() const;
  /// How long after its sending a packet is lost when a later one has arrived (RFC 9002, 6.1.2).
  /// No count of packets beside it: in a chat it would win an eighth of a round trip at best, and
  /// take every reordering for a loss.
  Duration reordering() const;

 private:
  // Before the first answer: an intercontinental path, so the first timeout is a quarter second.
  static constexpr Duration kUnknown = std::chrono::milliseconds(83);

  Duration latest_ = kUnknown;
  Duration smoothed_ = kUnknown;
  Duration variance_ = kUnknown / 2;
  Duration least_ = Duration::zero();
  bool measured_ = false;
};

}  // namespace moonroom::link
