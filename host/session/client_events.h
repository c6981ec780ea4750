// What a client's side of a session tells its owner.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "base/moment.h"
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
/// A line of this client was posted, or was a command that was executed.
struct Said {
  /// The argument of `say`.
  uint64_t line = 0;
  /// Its number in the room's log; 0 when it has none, or when the answer was lost in a break.
  uint64_t number = 0;
  /// The posted text, where the room changed it.
  std::optional<std::string> changed;

  static void fields(auto& it, auto& visit) { visit(it.line, it.number, it.changed); }
  bool operator==(const Said&) const = default;
};
/// A line of this client was not posted.
struct NotSaid {
  uint64_t line = 0;
  /// A keyword for programs: muted, too-long, too-fast, refused; unknown when the connection was
  /// lost before the answer.
  std::string why;
  /// In the room's words; can be empty.
  std::string words;

  static void fields(auto& it, auto& visit) { visit(it.line, it.why, it.words); }
  bool operator==(const NotSaid&) const = default;
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
/// A message in the room, or to this client alone. Texts are raw: not fit for a terminal.
struct MessageReceived {
  /// Its number in the room's log; 0 when it has none, or when it is unknown.
  uint64_t number = 0;
  /// When it was posted, or else when it arrived.
  WallTime time{};
  /// "message", "join" …; empty when only the line is known.
  std::string kind = {};
  std::string from = {};
  /// The text without the words that the room puts around it; empty when unknown.
  std::string text = {};
  /// The whole line as the room worded it.
  std::string line = {};
  /// It was posted before this client joined, or while the connection was lost.
  bool replayed = false;
  /// Its author uses the classic protocol, which everybody on the path can read and forge.
  bool by_text_member = false;
  bool only_for_you = false;

  static void fields(auto& it, auto& visit) {
    visit(it.number, it.time, it.kind, it.from, it.text, it.line, it.replayed, it.by_text_member,
          it.only_for_you);
  }
  bool operator==(const MessageReceived&) const = default;
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
MessageReceived event_of(const wire::Told& told, WallTime now);

}  // namespace moonroom::session
