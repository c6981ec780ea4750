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
  /// The first reason stands.
  void request(CloseReason why) {
    if (requested_) return;
    requested_ = why;
    due_ = SteadyTime::min();
  }
  /// The peer's close; it is answered with the same reason.
  void on_received(CloseReason why) {
    received_ = why;
    if (!requested_) requested_ = why;
    due_ = kNever;
  }

  std::optional<CloseReason> requested() const { return requested_; }
  std::optional<CloseReason> received() const { return received_; }
  bool awaits_answer() const { return requested_ && !received_; }
  /// When it is to be said by itself; kNever when it need not.
  SteadyTime due() const { return due_; }
  /// Sent so often without an answer that the peer seems to be gone.
  bool is_exhausted() const { return times_ == kTimes; }

  /// A packet carries it; `patience`: how long an answer takes.
  void sent(SteadyTime now, Duration patience) {
    if (received_ || is_exhausted()) return;
    ++times_;
    due_ = is_exhausted() ? kNever : now + patience * (1 << times_);
  }

 private:
  // On a path that loses every third packet all five are lost once in 243 times; a peer that missed
  // all of them finds out by its own timeout.
  static constexpr uint8_t kTimes = 5;

  std::optional<CloseReason> requested_;
  std::optional<CloseReason> received_;
  uint8_t times_ = 0;
  SteadyTime due_ = kNever;
};

}  // namespace moonroom::link
