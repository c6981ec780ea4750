// How a link ends: who has said goodbye, and when one's own is said again while no answer comes.
#pragma once

#include <cstdint>
#include <optional>

#include "base/moment.h"
#include "link/frame.h"
#include "link/timing.h"

namespace moonroom::link {

class Farewell {
 public:
  /// The first word stands.
  void say(Bye why) {
    if (said_) return;
    said_ = why;
    due_ = SteadyTime::min();
  }
  /// The other side's goodbye; it is answered with the same.
  void hear(Bye why) {
    heard_ = why;
    if (!said_) said_ = why;
    due_ = kNever;
  }

  std::optional<Bye> said() const { return said_; }
  std::optional<Bye> heard() const { return heard_; }
  bool awaits_answer() const { return said_ && !heard_; }
  /// When it is to be said by itself; kNever when it need not.
  SteadyTime due() const { return due_; }
  /// It has been said so often that nobody seems to listen.
  bool is_exhausted() const { return times_ == kTimes; }

  /// It stands in a packet; `patience`: how long an answer takes.
  void sent(SteadyTime now, Duration patience) {
    if (heard_ || is_exhausted()) return;
    ++times_;
    due_ = is_exhausted() ? kNever : now + patience * (1 << times_);
  }

 private:
  // On a path that loses every third packet all five are lost once in 243 times; whoever has missed
  // them all finds out when he hears nothing more.
  static constexpr uint8_t kTimes = 5;

  std::optional<Bye> said_;
  std::optional<Bye> heard_;
  uint8_t times_ = 0;
  SteadyTime due_ = kNever;
};

}  // namespace moonroom::link
