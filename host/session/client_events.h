// What a client's side of a session tells its owner.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "wire/session_text.h"

namespace moonroom::session {

/// The host's key, which the user must verify: the client sends nothing to the host before `trust`.
struct HostKeyPresented {
  std::string fingerprint;
};
/// Joined the room, for the first time, or again after a break.
struct Joined {
  bool again = false;
  /// The rate at which the host accepts lines; absent when it does not tell.
  std::optional<wire::LineLimits> limits = std::nullopt;
  /// Each line from now on is followed by `Said` or `NotSaid`.
  bool answers = false;
  /// The number of members; absent when the host has not told it in this session.
  std::optional<uint64_t> present = std::nullopt;
};
/// The result of a line of this client; `tag` is its argument of `say`.
struct Said {
  uint64_t tag = 0;
  /// In the room's log; 0 when the line was a command or the answer was lost in a break.
  uint64_t number = 0;
  /// The posted text, where the room changed it.
  std::optional<std::string> changed;
};
struct NotSaid {
  uint64_t tag = 0;
  /// A word of the protocol, or "unknown": the connection was lost before the answer.
  std::string why;
  std::string words;
};
/// The host refuses the name, with a reason: call `try_name` to continue.
struct NameRefused {
  std::string reason;
};
/// The host requires a password: call `try_password` to continue.
struct Locked {
  std::string reason;
};
/// The host has no capacity for newcomers at the moment: the client retries.
struct Crowded {};
/// A message from the room or from the host. With `told` only the text is set.
struct MessageReceived {
  bool told = false;
  uint8_t flags = 0;
  uint64_t number = 0;
  uint32_t time = 0;
  std::string kind;
  std::string from;
  /// As the room formats it.
  std::string text;
  /// The author's text alone; empty when the host does not tell.
  std::string bare = {};
};
/// How long the member is muted; zero: not muted. Follows `Joined` while a mute applies, and
/// reports each change except expiry.
struct Muted {
  std::chrono::seconds left{};
};
/// Nothing is received any more; the client keeps trying.
struct ConnectionLost {};
/// The connection has ended for good.
struct Ended {
  enum class Reason {
    /// As requested.
    left,
    /// As requested, but the host has perhaps not received the close, or all lines.
    silent,
    /// Removed, or the room has closed.
    removed,
    /// The same member joined from elsewhere.
    elsewhere,
    /// No host, or not a Moonroom host: `words` has the details.
    failed,
  };
  Reason why{};
  std::string words;
};
using ClientEvent = std::variant<HostKeyPresented, Joined, NameRefused, Locked, Crowded,
                                 MessageReceived, Said, NotSaid, Muted, ConnectionLost, Ended>;

MessageReceived event_of(const wire::Line& line);
MessageReceived event_of(const wire::Told& told);

}  // namespace moonroom::session
