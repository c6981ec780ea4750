// The client's side of a room, over sessions: shakes hands, joins, sends lines, and reconnects by
// itself after any failure of the network, the host or its own address, so that no line is lost or
// sent twice. Passive: datagrams, moments and lines go in; datagrams and events come out. Its owner
// sends the outbox after each call, calls `tick` at `next_due`, and drains the events.
//
//     handshake → (password, name or token) → in the room ⇄ handshake again beside the old session
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/moment.h"
#include "base/result.h"
#include "link/link.h"
#include "secure/handshake_client.h"
#include "secure/keys.h"
#include "session/close_timer.h"
#include "session/keep_alive.h"
#include "session/outgoing_lines.h"
#include "wire/datagram.h"
#include "wire/session_text.h"

namespace moonroom::session {

/// Lets a later run of the program resume the membership.
struct Membership {
  std::string token;
  /// The last number received, and how many lines have been sent.
  uint64_t number = 0;
  uint64_t lines = 0;
};

/// The host's key, which the user must verify: nothing is sent to the host before `trust`.
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

class SessionClient {
 public:
  struct Settings {
    std::string name;
    std::string password;
    /// From an earlier run.
    std::optional<Membership> membership;
    /// How long to wait for the host's first answer. After a join, retries never end.
    Duration patience = std::chrono::seconds(30);
    /// Requests `Said` or `NotSaid` for each line.
    bool wants_answers = false;
  };

  SessionClient(Settings settings, const wire::Endpoint& host, Moment now);

  void receive(std::string_view datagram, Moment now, wire::Outbox& out);
  void tick(Moment now, wire::Outbox& out);
  std::optional<SteadyTime> next_due() const;
  std::vector<ClientEvent> drain_events() { return std::exchange(events_, {}); }

  /// Accepts the key of the latest HostKeyPresented; from then on no other key is accepted.
  void trust(Moment now, wire::Outbox& out);
  void try_name(std::string name, Moment now, wire::Outbox& out);
  void try_password(std::string password, Moment now, wire::Outbox& out);
  /// Sent now, or after the next join.
  void say(std::string text, Moment now, wire::Outbox& out, uint64_t tag = 0);
  enum class Haste : uint8_t { none, some };
  /// Waits until all lines are answered, if the host answers lines. `Haste::some`, also in a later
  /// call, waits neither for that nor for a host that does not answer.
  void leave(Moment now, wire::Outbox& out, Haste haste = Haste::none);
  /// The host's machine reports that no socket is open there.
  void unreachable(Moment now) {
    if (close_timer_) close_timer_->on_refused(now.steady);
  }
  /// Probes the host at once, for a caller that knows of a change of the network.
  void probe(Moment now, wire::Outbox& out);

  bool ended() const { return ended_; }
  bool inside() const { return stage_ == Stage::inside; }
  /// The data for a later run; nullopt before the first join.
  std::optional<Membership> membership() const;
  /// The number of lines that the host has perhaps not received.
  uint64_t undelivered() const;
  Duration round_trip() const { return link_.round_trip(); }
  const link::Link& link() const { return link_; }

 private:
  enum class Stage {
    /// No session yet, or none that was answered.
    outside,
    /// The name, or the token, has been sent.
    asking,
    inside,
    leaving,
  };

  void start_handshake(Moment now, Duration pause = Duration::zero());
  void note_crowded(Moment now);
  void on_crowded(Moment now);
  void retry_entry(Moment now);
  void on_handshake_outcome(secure::HandshakeClient::Outcome outcome, Moment now);
  void begin_session(Moment now);
  void request_entry();
  void open(std::string_view packet, Moment now);
  void on_hint(std::string_view datagram, Moment now);
  void on(std::string_view message);
  void on(const wire::Welcome& welcome);
  void on(const wire::Refusal& refusal);
  void on(const wire::Locked& locked);
  void on(const wire::Line& line);
  void on(const wire::LineSaid& said);
  void on(const wire::LineRefused& refused);
  void note_limits(const wire::Welcome& welcome);
  void drop_answers(const std::vector<uint64_t>& tags);
  void restart_membership();
  void on_close(link::CloseReason why, Moment now);
  void begin_close(Moment now);
  SteadyTime answers_end_by() const;
  void continue_leaving(size_t unanswered_before, Moment now);
  void probe_host(Moment now);
  void send_pending_lines();
  void say(const wire::SessionRequest& request);
  void send(Moment now, wire::Outbox& out);
  void end(Ended::Reason why, std::string words = {});

  Settings settings_;
  wire::Endpoint host_;
  Stage stage_ = Stage::outside;
  bool ended_ = false;
  bool lost_ = false;
  bool was_joined_ = false;
  // The client needs another name, or the password, from the user; the host does not wait for that.
  bool waits_for_user_ = false;
  // Since when the host has had no capacity.
  std::optional<SteadyTime> crowded_since_;
  std::string token_;
  uint64_t number_ = 0;
  OutgoingLines lines_;

  std::optional<secure::HandshakeClient> handshake_;
  SteadyTime handshake_started_{};
  // A host that has presented its key and waits for `trust`.
  std::optional<secure::HandshakeClient::Established> unverified_;
  std::string trusted_;
  std::optional<secure::Keys> keys_;
  link::Link link_;
  // The host has answered in this session: it has told what it received in earlier ones.
  bool welcomed_ = false;
  KeepAlive keep_alive_;
  bool answers_ = false;
  std::optional<wire::LineLimits> limits_;
  // Leaves once all lines are answered.
  bool leaves_when_answered_ = false;
  // The time of the latest answer, or of the call of `leave`.
  SteadyTime answered_{};
  // Exists while the client is leaving.
  std::optional<CloseTimer> close_timer_;
  std::vector<ClientEvent> events_;
};

}  // namespace moonroom::session
