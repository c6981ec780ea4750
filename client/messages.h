// The messages between the client's two processes: the terminal process sends orders, the network
// process sends events. Their encoding is base/fields.h's. Pure; the bytes never leave the machine.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/moment.h"
#include "session/client_events.h"

namespace moonroom::client {

// ── Events ──────────────────────────────────────────────────────────────────────────────────────

using session::MessageReceived;

struct Connection {
  enum class State : uint8_t {
    connecting,
    /// This client has joined; `words` is its name.
    entered,
    /// `words` says why the room refuses the name.
    refused,
    /// The room cannot be reached; `words` says why. The last event.
    failed,
    /// No host answered at `words`. The last event.
    unanswered,
    /// The room stopped answering; the network process keeps trying.
    lost,
    back,
    /// The room has removed this client. The last event.
    ended,
    /// This client has left, and the room has confirmed it. The last event.
    left,
    /// This client has left without a confirmation. The last event.
    silent,
    /// First contact with the host, whose key is `words`.
    met,
    /// The host has proved that it has its known key, `words`.
    recognized,
    /// The same membership was taken over from elsewhere. The last event.
    elsewhere,
    /// The room has a password; `words` says what was wrong with the one given, if any.
    locked,
    /// The host's key is not trusted; `words` says why, in lines of the reader's language. The last
    /// event.
    untrusted,
    /// The host has no capacity for newcomers; the client tries again.
    crowded,
    /// The key of a new host cannot be stored; `words` says why.
    not_remembered,
  };
  State state = State::connecting;
  std::string words;
  /// With `silent`: the number of own lines that possibly did not arrive.
  uint64_t unsaid = 0;

  static void fields(auto& it, auto& visit) { visit(it.state, it.words, it.unsaid); }
  bool operator==(const Connection&) const = default;
};
constexpr Connection::State last_of(Connection::State) {
  return Connection::State::not_remembered;
}

struct RoundTrip {
  uint32_t milliseconds = 0;

  static void fields(auto& it, auto& visit) { visit(it.milliseconds); }
  bool operator==(const RoundTrip&) const = default;
};

/// Number of events dropped because the terminal process read too slowly.
struct Missed {
  uint64_t count = 0;

  static void fields(auto& it, auto& visit) { visit(it.count); }
  bool operator==(const Missed&) const = default;
};

/// A line was not sent because it has more than `limit` bytes.
struct TooLong {
  uint32_t limit = 0;
  /// The number of the order `Say`.
  uint64_t line = 0;

  static void fields(auto& it, auto& visit) { visit(it.limit, it.line); }
  bool operator==(const TooLong&) const = default;
};

/// All events before the order `Mark` have been sent.
struct Marked {
  static void fields(auto&, auto&) {}
  bool operator==(const Marked&) const = default;
};

/// The rate at which the room accepts lines, if it says so. Follows each `entered` and `back`.
struct Limits {
  /// Zero: no limit.
  uint64_t lines_per_1000_seconds = 0;
  uint64_t burst = 0;
  /// Each order `Say` is followed by `Said`, `NotSaid` or `TooLong`.
  bool answers = false;
  /// Number of members at this moment; 0 when unknown.
  uint64_t present = 0;

  static void fields(auto& it, auto& visit) {
    visit(it.lines_per_1000_seconds, it.burst, it.answers, it.present);
  }
  bool operator==(const Limits&) const = default;
};

/// The result of a line, whose number is that of the order `Say`.
using session::NotSaid;
using session::Said;

/// This client's mute begins or changes, or is over: `seconds` is 0 then.
struct Muted {
  /// By the clock of this machine.
  WallTime until{};
  uint64_t seconds = 0;

  static void fields(auto& it, auto& visit) { visit(it.until, it.seconds); }
  bool operator==(const Muted&) const = default;
};

using Event = std::variant<MessageReceived, Connection, RoundTrip, Missed, TooLong, Marked, Limits,
                           Said, NotSaid, Muted>;

// ── Orders ──────────────────────────────────────────────────────────────────────────────────────

struct Enter {
  std::string name;

  static void fields(auto& it, auto& visit) { visit(it.name); }
  bool operator==(const Enter&) const = default;
};

/// The room's password.
struct Unlock {
  std::string password;

  static void fields(auto& it, auto& visit) { visit(it.password); }
  bool operator==(const Unlock&) const = default;
};

struct Say {
  std::string text;
  /// The sender's number for it.
  uint64_t line = 0;

  static void fields(auto& it, auto& visit) { visit(it.text, it.line); }
  bool operator==(const Say&) const = default;
};

struct Leave {
  /// The user waits: give up on lines that do not arrive soon.
  bool hurried = false;

  static void fields(auto& it, auto& visit) { visit(it.hurried); }
  bool operator==(const Leave&) const = default;
};

struct Mark {
  static void fields(auto&, auto&) {}
  bool operator==(const Mark&) const = default;
};

using Order = std::variant<Enter, Say, Leave, Mark, Unlock>;

// ── Encoding ────────────────────────────────────────────────────────────────────────────────────

std::string encode(const Event& event);
/// Decodes consecutive events. Nullopt when they are incomplete.
std::optional<std::vector<Event>> decode_events(std::string_view bytes);

std::string encode(const Order& order);
std::optional<Order> decode_order(std::string_view bytes);

}  // namespace moonroom::client
