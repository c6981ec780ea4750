// A member's lines, counted from 1, until the host has confirmed them: after a break the member's
// client repeats the unconfirmed ones. For a host that answers lines, it also tracks which lines
// are unanswered, by the caller's own tags. Pure.
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
  /// More than a host defers (256) plus what can be in flight (256 packets); older lines have been
  /// judged long ago.
  static constexpr size_t kMaxLines = 1024;

  /// Continues the count of an earlier run of the program.
  void begin_after(uint64_t last) { last_ = unsent_ = arrived_ = last; }

  /// `tag` is the caller's number for the line.
  void add(std::string text, uint64_t tag = 0);
  /// The next line to send in this session. Valid until the next change.
  std::optional<wire::Say> next();
  /// A new session of the same member: the host has received the lines up to `had`.
  void rewind_to(uint64_t had);
  /// Whether this host answers lines. Assumed until called.
  void expect_answers(bool expected) {
    expects_answers_ = expected;
    if (!expected) unanswered_.clear();
  }
  bool has_unanswered() const { return !unanswered_.empty(); }
  size_t unanswered() const { return unanswered_.size(); }
  /// Marks a line as answered. Returns its tag, or nullopt when it was answered before.
  std::optional<uint64_t> pop_answered(uint64_t line);
  /// Removes and returns the tags of the unanswered lines up to `line`: they get no answer any
  /// more.
  std::vector<uint64_t> pop_unanswered(uint64_t line);
  /// The host has received all lines sent in this session.
  void all_arrived() { arrived_ = unsent_; }
  /// How many lines the host has perhaps not received, given the number of unacknowledged messages,
  /// which can include others than lines.
  uint64_t undelivered(uint64_t unacknowledged) const {
    return last_ - unsent_ + std::min(unacknowledged, unsent_ - arrived_);
  }
  /// A new member: sent lines are final, the others are counted anew from 1. Call
  /// `pop_unanswered(sent())` before.
  void reset();

  uint64_t last() const { return last_; }
  /// The last line sent in any session.
  uint64_t sent() const { return unsent_; }

 private:
  // The latest lines; the last of them has the number `last_`.
  std::deque<std::string> lines_;
  uint64_t last_ = 0;
  // Lines after this one have not been sent.
  uint64_t unsent_ = 0;
  // Lines up to this one have arrived.
  uint64_t arrived_ = 0;
  bool expects_answers_ = true;
  // Tags by number.
  std::map<uint64_t, uint64_t> unanswered_;

  void renumber_unsaid(uint64_t from, uint64_t to);
};

}  // namespace moonroom::session
