// What the client's two halves say to each other: the one that owns the terminal gives orders, the
// one that owns the network tells events. Pure; the bytes never leave the machine.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/moment.h"

namespace moonroom::client {

// ── Events ──────────────────────────────────────────────────────────────────────────────────────

/// Something was said in the room, or to us. Texts are as they came: not fit for a terminal.
struct Heard {
  /// In the room's log; 0 when that is not known.
  uint64_t number = 0;
  /// When it was said, or else when it arrived.
  WallTime time{};
  /// "message", "join" …; empty when only the line is known.
  std::string kind;
  std::string from;
  /// What was said, without the words that the room puts around it; empty when that is not known.
  std::string text;
  /// In the room's own words.
  std::string line;
  /// It was said before we came, or while we were away.
  bool replayed = false;
  /// Whoever said it is in the room by plain text, which anybody on the way can read and forge.
  bool by_text_member = false;
  bool only_for_you = false;

  bool operator==(const Heard&) const = default;
};

struct Connection {
  enum class State : uint8_t {
    connecting,
    /// We are in; `words` is our name.
    entered,
    /// `words` says why the room does not take the name.
    refused,
    /// There is no way to the room; `words` says why. The last event.
    failed,
    /// Nobody answered at `words`. The last event.
    unanswered,
    /// The room does not answer any more; what is done about it is the network's business.
    lost,
    back,
    /// The room has sent us away. The last event.
    ended,
    /// We have left, and the room knows it. The last event.
    left,
    /// We have left, and the room did not answer the goodbye. The last event.
    silent,
    /// The host has shown its key, `words`, for the first time.
    met,
    /// The host has shown the key, `words`, that it is known by.
    recognized,
    /// We came in from elsewhere with the same seat. The last event.
    elsewhere,
    /// The room has a password; `words` says what was wrong with the one that was given, if any.
    locked,
    /// The host has shown a key that is not to be trusted; `words` says why, in lines of the
    /// reader's language. The last event.
    untrusted,
    /// The host has no place for newcomers; it is asked again.
    crowded,
    /// The key of a host that was met cannot be remembered; `words` says why.
    not_remembered,
  };
  State state = State::connecting;
  std::string words;
  /// With `silent`: so many of our lines may not have arrived.
  uint64_t unsaid = 0;

  bool operator==(const Connection&) const = default;
};

/// Who is here, all of them, where the network knows it.
struct People {
  std::vector<std::string> names;

  bool operator==(const People&) const = default;
};

struct RoundTrip {
  uint32_t milliseconds = 0;

  bool operator==(const RoundTrip&) const = default;
};

/// So many events were dropped here: they were not taken in time.
struct Missed {
  uint64_t count = 0;

  bool operator==(const Missed&) const = default;
};

/// An order to say something was not carried out: a line has at most so many bytes.
struct TooLong {
  uint32_t limit = 0;
  /// The number of the order `Say`.
  uint64_t line = 0;

  bool operator==(const TooLong&) const = default;
};

/// All events before the order `Mark` have been told.
struct Marked {
  bool operator==(const Marked&) const = default;
};

/// How fast the room takes lines, where it says so. Comes behind each `entered` and `back`.
struct Limits {
  /// Zero: as fast as they come.
  uint64_t lines_per_1000_seconds = 0;
  uint64_t burst = 0;
  /// Each order `Say` is followed by `Said`, `NotSaid` or `TooLong`.
  bool answers = false;
  /// How many are in the room at this moment; 0 when that is not known.
  uint64_t present = 0;

  bool operator==(const Limits&) const = default;
};

/// A line of our own was said, or was a command that was carried out.
struct Said {
  /// The number of the order `Say`.
  uint64_t line = 0;
  /// In the room's log; 0 when there is none, or when it is not known.
  uint64_t number = 0;
  /// What was said, where the room changed it.
  std::optional<std::string> changed;

  bool operator==(const Said&) const = default;
};

/// A line of our own was not said.
struct NotSaid {
  uint64_t line = 0;
  /// A word for programs: muted, too-long, too-fast, refused, unknown.
  std::string why;
  /// In the room's words; may be empty.
  std::string words;

  bool operator==(const NotSaid&) const = default;
};

/// A mute of our own begins or changes, or is over: `seconds` is 0 then.
struct Muted {
  /// By the clock of this machine.
  WallTime until{};
  uint64_t seconds = 0;

  bool operator==(const Muted&) const = default;
};

using Event = std::variant<Heard, Connection, People, RoundTrip, Missed, TooLong, Marked, Limits,
                           Said, NotSaid, Muted>;

// ── Orders ──────────────────────────────────────────────────────────────────────────────────────

struct Enter {
  std::string name;

  bool operator==(const Enter&) const = default;
};

/// The password of the room.
struct Unlock {
  std::string password;

  bool operator==(const Unlock&) const = default;
};

struct Say {
  std::string text;
  /// The sender's number for it.
  uint64_t line = 0;

  bool operator==(const Say&) const = default;
};

struct Leave {
  /// Somebody waits for it: what does not arrive soon is let go.
  bool hurried = false;

  bool operator==(const Leave&) const = default;
};

struct Mark {
  bool operator==(const Mark&) const = default;
};

using Order = std::variant<Enter, Say, Leave, Mark, Unlock>;

// ── As bytes ────────────────────────────────────────────────────────────────────────────────────

std::string encode(const Event& event);
/// Several encoded events behind each other. Nothing when they are not whole.
std::optional<std::vector<Event>> decode_events(std::string_view bytes);

std::string encode(const Order& order);
std::optional<Order> decode_order(std::string_view bytes);

}  // namespace moonroom::client
