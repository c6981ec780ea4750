// What is said inside a session, one message each: the same few verbs as the classic text, and what
// only a session can carry. Pure: messages to values and back. Views are valid as long as the
// message's bytes are. All text is UTF-8; integers are big-endian.
//
//     to the host    P password                 before the next two, where the room has one; the
//                                               answer to those is the answer to this
//                    L name                     come in
//                    R token number lines       come back: the last room number that was heard,
//                                               and the last line that was said (decimal)
//                    C line text                say something; `line` counts what one says from 1
//                    Q                          leave
//
//     to a client    OK token lines             the answer to L and R; the host has had lines up to
//                                               this one: what is behind it is to be said again
//                    NO reason                  the answer to L and R: refused
//                    LOCKED reason              the same, for want of the right password
//                    GONE                       nobody has that token (any more): come in by name
//                    EXIT                       the end
//                    T text                     the host speaks to this member alone
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
using SessionRequest = std::variant<Password, ComeIn, ComeBack, Say, Leave>;

struct Welcome {
  std::string_view token;
  uint64_t lines = 0;
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
using SessionAnswer = std::variant<Welcome, Refusal, Locked, Gone, End, Told, Line>;

/// Nothing when the bytes are none of these, or no UTF-8.
std::optional<SessionRequest> decode_session_request(std::string_view message);
std::optional<SessionAnswer> decode_session_answer(std::string_view message);
std::string encode(const SessionRequest& request);
std::string encode(const SessionAnswer& answer);

}  // namespace moonroom::wire
