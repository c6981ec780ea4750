// The messages inside a session: the verbs of the classic text, and more that only a session can
// carry. Pure: converts messages to values and back. Views are valid as long as the message's bytes
// are. All text is UTF-8; integers are big-endian.
//
//     to the host    V version words            the client's features; must come first. Unknown
//                                               words are ignored. Without it, version 1
//                    P password                 before the next two, where the room has one; the
//                                               answer to those is the answer to this
//                    L name                     join
//                    R token number lines       resume: the last room number received, and the
//                                               last line said (decimal)
//                    C line text                say something; `line` is the client's own count of
//                                               its lines, from 1
//                    Q                          leave
//
//     to a client    OK token lines [rate burst judged [present]]
//                                               the answer to L and R; the host has received all
//                                               lines up to this one, and the client repeats later
//                                               ones. From version 2 on: how many lines a second it
//                                               accepts, and how many at once (decimal, perhaps
//                                               with a point; 0 0: any number), and up to which
//                                               line all have been judged: those get no answer any
//                                               more. Further words are ignored
//                    NO reason                  the answer to L and R: refused
//                    LOCKED reason              the same: the password is missing or wrong
//                    GONE                       no member has that token: join by name
//                    EXIT                       the end
//                    T text                     a message of the host to this member alone
//                    A line number [text]       (version 2, word `answers`) your line was said, or
//                                               executed; `number` is its entry in the room's log,
//                                               0 when there is none; `text` is the posted text
//                                               where it differs from yours
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

/// The size limit of a message: a line of 65,536 bytes, the longest that a plugin can post, and its
/// head.
constexpr size_t kMaxMessage = 66'000;

/// The version of the messages in this header. A peer of version 1 neither sends nor reads `V`,
/// `A`, `N`, the limits in `OK` and the bare text in `M`.
constexpr uint32_t kMessageVersion = 2;

/// Ten years, the host's longest mute. A message with a longer time is malformed.
constexpr uint64_t kMaxMutedSeconds = 315'360'000;

struct Capabilities {
  uint32_t version = 1;
  /// Wants an `A` for each of its lines.
  bool answers = false;
  /// Wants a `SILENCED` when its own mute begins, changes or is lifted, and after an `OK` while
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

/// The rate at which a host accepts lines; zero: unlimited.
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
  /// The number of members, including the newcomer; zero where the host does not tell.
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
  /// Absent when the text is unchanged.
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

/// Nullopt when the bytes are none of these, or no UTF-8.
std::optional<SessionRequest> decode_session_request(std::string_view message);
std::optional<SessionAnswer> decode_session_answer(std::string_view message);
std::string encode(const SessionRequest& request);
std::string encode(const SessionAnswer& answer);

}  // namespace moonroom::wire
