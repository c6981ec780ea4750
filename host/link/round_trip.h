// Estimates the round trip and the timeouts derived from it (RFC 6298), with the definitions of
// late and lost of RFC 9002.
#pragma once

#include <chrono>

#include "base/moment.h"

namespace moonroom::link {

class RoundTrip {
 public:
  /// `taken`: from a request until its answer; the two must belong together for certain.
  void sample(Duration taken);
  /// An answer that arrived sooner belongs to an earlier packet (RFC 8985, 6.2).
  Duration least() const { return least_; }
  Duration smoothed() const { return smoothed_; }

  /// How long to wait for a requested acknowledgement (RFC 9002, 6.2.1).
  Duration timeout() const;
  /// When a later packet has arrived, an earlier one is lost this long after it was sent (RFC 9002,
  /// 6.1.2). There is no packet threshold beside it: in a chat it would gain an eighth of a round
  /// trip at best, and treat every reordering as a loss.
  Duration reordering() const;

 private:
  // Before the first sample: an intercontinental path, so the first timeout is a quarter second.
  static constexpr Duration kUnknown = std::chrono::milliseconds(83);

  Duration latest_ = kUnknown;
  Duration smoothed_ = kUnknown;
  Duration variance_ = kUnknown / 2;
  Duration least_ = Duration::zero();
  bool measured_ = false;
};

}  // namespace moonroom::link
