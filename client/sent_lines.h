// The lines of the input: their numbers, how many are not answered yet, how many were not posted,
// and when the next can be sent. Pure.
#pragma once

#include <cstdint>
#include <optional>

#include "base/moment.h"
#include "client/messages.h"
#include "client/options.h"
#include "client/phrases.h"
#include "client/send_pacer.h"

namespace moonroom::client {

class SentLines {
 public:
  /// A host queues 256 lines of a member and drops further ones; answered lines are no longer
  /// queued.
  static constexpr uint64_t kMaxUnanswered = 64;

  /// Counts a line. Returns its number, which `Said`, `NotSaid` or `TooLong` has later.
  uint64_t add() { return ++lines_; }
  void mark_sent(SteadyTime now) {
    ++unanswered_;
    pacer_.on_sent(now);
  }
  /// The line is not sent at all.
  void mark_refused() { ++not_said_; }

  void on(const Limits& limits) {
    answers_ = limits.answers;
    pacer_.set_limits(limits.lines_per_1000_seconds, limits.burst);
  }
  void on(const Said&) { mark_answered(); }
  void on(const NotSaid&) { mark_not_said(); }
  void on(const TooLong&) { mark_not_said(); }

  /// How long to wait before the next line; nullopt: until a line is answered.
  std::optional<Duration> delay(SteadyTime now) const {
    if (answers_ && unanswered_ >= kMaxUnanswered) return std::nullopt;
    return pacer_.delay(now);
  }
  /// How a program that posts lines ends; nullopt when all were posted.
  std::optional<Ending> failure(Language language) const;

 private:
  void mark_answered() { unanswered_ -= unanswered_ > 0 ? 1 : 0; }
  void mark_not_said() {
    mark_answered();
    ++not_said_;
  }

  SendPacer pacer_;
  uint64_t lines_ = 0;
  uint64_t unanswered_ = 0;
  uint64_t not_said_ = 0;
  // The room answers each line.
  bool answers_ = false;
};

}  // namespace moonroom::client
