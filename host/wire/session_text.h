// What is said inside a session, one message each: the same few verbs as the classic text, and what
// only a session can carry. Pure: messages to values and back. Views are valid as long as the
// message's bytes are. All text is UTF-8; integers are big-endian.
//
//     to the host    V version words            what the client understands, before all others;
//                                               unknown words are passed over. Without it, 1
//                    P password                 before the next two, where the room has one; the
//                                               answer to those is the answer to this
//                    L name                     come in
//                    R token number lines       come back: the last room number that was heard,
//                                               and the last line that was said (decimal)
//                    C line text                say something; `line` counts what one says from 1
//                    Q                          leave
//
//     to a client    OK token lines [rate burst judged [present]]
//                                               the answer to L and R; the host has had lines up to
//                                               this one: what is behind it is to be said again.
//                                               From version 2 on: how many lines a second it
//                                               takes, and how many at once (decimal, perhaps with
//                                               a point; 0 0: any number), and up to which line
//                                               each has been judged: no answer to those comes any
//                                               more. Further words are passed over
//                    NO reason                  the answer to L and R: refused
//                    LOCKED reason              the same, for want of the right password
//                    GONE                       nobody has that token (any more): come in by name
//                    EXIT                       the end
//                    T text                     the host speaks to this member alone
//                    A line number [text]       (version 2, word `answers`) your line was said, or
//                                               carried out; `number` is its entry in the room's
//                                               log, 0 when there is none; `text` is what was said
//                                               where that differs from what was sent
//                    N line why [words]         (version 2) your line was not said. `why`: muted,
//                                               too-long, too-fast, refused
//                    SILENCED seconds           (version 2, word `mutes`) you may not speak for so
//                                               long, rounded up; 0: you may speak again
//                    M ...                      an entry of the room's log: line.h
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "wire/line.h"

namespace moonroom::wire {

/// What one message may hold: a line of 65,536 bytes, the longest that a plugin may post, and what
/// stands before it.
constexpr size_t kMaxMessage = 66'000;

/// The version of the messages in this header. A peer of version 1 neither sends nor reads `V`,
/// `A`, `N`, the limits in `OK` and the bare text in `M`.
constexpr uint32_t kMessageVersion = 2;

/// Ten years: more than a host mutes for. A longer time is no message.
constexpr uint64_t kMaxMutedSeconds = 315'360'000;

struct Capabilities {
  uint32_t version = 1;
  /// Wants an `A` for each of its lines.
  bool answers = false;
  /// Wants a `SILENCED` when its own mute begins, changes or is lifted, and behind an `OK` while
  /// muted.
  bool mutes = false;

  bool operator==(const Capabilities&) const = default;
};
struct Password {
  std::string_view word;
};
struct ComeIn {
  std::string_view name;
};
struct ComeBack {
  std::string_view token;
  uint64_t number = 0;
  uint64_t lines = 0;
};
struct Say {
  uint64_t line = 0;
  std::string_view text;
};
struct Leave {};
using SessionRequest = std::variant<Password, ComeIn, ComeBack, Say, Leave, Capabilities>;

/// How fast a host takes lines; zero: as fast as they come.
struct LineLimits {
  double per_second = 0;
  double burst = 0;

  bool operator==(const LineLimits&) const = default;
};
struct Welcome {
  std::string_view token;
  uint64_t lines = 0;
  /// Absent in version 1.
  std::optional<LineLimits> limits = std::nullopt;
  /// Zero in version 1.
  uint64_t judged = 0;
  /// How many are in the room, the newcomer too; zero where the host does not say.
  uint64_t present = 0;
};
struct Refusal {
  std::string_view reason;
};
struct Locked {
  std::string_view reason;
};
struct Gone {};
struct End {};
struct Told {
  std::string_view text;
};
struct LineSaid {
  uint64_t line = 0;
  uint64_t number = 0;
  /// Absent when it is what was sent.
  std::optional<std::string_view> text = std::nullopt;
};
struct LineRefused {
  uint64_t line = 0;
  /// One word.
  std::string_view why;
  std::string_view words;
};
struct Muted {
  /// Zero: not muted.
  uint64_t seconds = 0;
};
using SessionAnswer =
    std::variant<Welcome, Refusal, Locked, Gone, End, Told, Line, LineSaid, LineRefused, Muted>;

/// Nothing when the bytes are none of these, or no UTF-8.
std::optional<SessionRequest> decode_session_request(std::string_view message);
std::optional<SessionAnswer> decode_session_answer(std::string_view message);
std::string encode(const SessionRequest& request);
std::string encode(const SessionAnswer& answer);

}  // namespace moonroom::wire
