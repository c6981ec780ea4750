// How a link closes: which side has sent a close, and when ours is retransmitted.
#pragma once

#include <cstdint>
#include <optional>

#include "base/moment.h"
#include "link/frame.h"
#include "link/timing.h"

namespace moonroom::link {

class CloseHandshake {
 public:
  /// Only the first reason counts.
  void request(CloseReason why) {
    if (requested_) return;
    requested_ = why;
    due_ = SteadyTime::min();
  }
  /// The peer's close, which is answered with the same reason.
  void on_received(CloseReason why) {
    received_ = why;
    if (!requested_) requested_ = why;
    due_ = kNever;
  }

  std::optional<CloseReason> requested() const { return requested_; }
  std::optional<CloseReason> received() const { return received_; }
  bool awaits_answer() const { return requested_ && !received_; }
  /// When the close must be sent without other frames; kNever when it need not.
  SteadyTime due() const { return due_; }
  /// Sent so often without an answer that the peer is considered gone.
  bool is_exhausted() const { return times_ == kTimes; }

  /// A packet with the close leaves; `patience` is the time to wait for its answer.
  void sent(SteadyTime now, Duration patience) {
    if (received_ || is_exhausted()) return;
    ++times_;
    due_ = is_exhausted() ? kNever : now + patience * (1 << times_);
  }

 private:
  // On a path that loses every third packet, all five are lost once in 243 times. A peer that
  // missed all of them detects the end by its own timeout.
  static constexpr uint8_t kTimes = 5;

  std::optional<CloseReason> requested_;
  std::optional<CloseReason> received_;
  uint8_t times_ = 0;
  SteadyTime due_ = kNever;
};

}  // namespace moonroom::link
