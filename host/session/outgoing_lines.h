// What a member has said in a room, counted from 1, until he knows that the host has had it: after
// a break he says again what it has not. With a host that answers lines it also knows which of them
// are still unanswered, by the caller's own number for them. Pure.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wire/session_text.h"

namespace moonroom::session {

class OutgoingLines {
 public:
  /// More than a host keeps waiting (256), and what may be on its way to it (256 packets); what is
  /// older has been judged long ago.
  static constexpr size_t kMaxLines = 1024;

  /// Goes on counting where another run of the program stopped.
  void begin_after(uint64_t last) { last_ = unsent_ = arrived_ = last; }

  /// `tag` is the caller's number for the line.
  void add(std::string text, uint64_t tag = 0);
  /// The next line that has not been said in this session. Valid until the next change.
  std::optional<wire::Say> next();
  /// A new session with the same member: the host has had the lines up to `had`.
  void rewind_to(uint64_t had);
  /// Whether this host answers lines. Until it is said, it may.
  void expect_answers(bool expected) {
    expects_answers_ = expected;
    if (!expected) unanswered_.clear();
  }
  bool has_unanswered() const { return !unanswered_.empty(); }
  size_t unanswered() const { return unanswered_.size(); }
  /// This line was answered: returns its tag, or nullopt when that was known.
  std::optional<uint64_t> pop_answered(uint64_t line);
  /// The tags of the unanswered lines up to `line`: nobody answers them any more.
  std::vector<uint64_t> pop_unanswered(uint64_t line);
  /// The host has had all that was said in this session.
  void all_arrived() { arrived_ = unsent_; }
  /// How many it may not have had, when so many messages have not been acknowledged, among them
  /// perhaps others than lines.
  uint64_t undelivered(uint64_t unacknowledged) const {
    return last_ - unsent_ + std::min(unacknowledged, unsent_ - arrived_);
  }
  /// A new member: what has been said is said, the rest is counted anew from 1. Take the unanswered
  /// lines up to `said()` before.
  void reset();

  uint64_t last() const { return last_; }
  /// The last that was said in any session.
  uint64_t sent() const { return unsent_; }

 private:
  // The latest lines, the last of them has the number `last_`.
  std::deque<std::string> lines_;
  uint64_t last_ = 0;
  // What is behind this one has not been said.
  uint64_t unsent_ = 0;
  // What is not behind this one has arrived.
  uint64_t arrived_ = 0;
  bool expects_answers_ = true;
  // Tags by number.
  std::map<uint64_t, uint64_t> unanswered_;

  void renumber_unsaid(uint64_t from, uint64_t to);
};

}  // namespace moonroom::session
