// A member's side of a room, over sessions: shakes hands, comes in, talks, and comes back by itself
// whatever happens to the network, to the host or to its own address, so that nothing that was said
// is lost or said twice. Passive: datagrams, moments and lines go in; datagrams and news come out.
// Its owner sends the outbox after each call, calls `tick` at `next_due`, and looks at the news.
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

/// What lets one come back in another run of the program.
struct Membership {
  std::string token;
  /// The last number heard, and how many lines have been said.
  uint64_t number = 0;
  uint64_t lines = 0;
};

/// The host's key, to be trusted or not: nothing is said to it before `trust` is called.
struct HostKeyPresented {
  std::string fingerprint;
};
/// In the room: for the first time, or again after a break.
struct Joined {
  bool again = false;
  /// How fast the host takes lines; absent when it does not say so.
  std::optional<wire::LineLimits> limits = std::nullopt;
  /// A line that is said from now on is followed by `Said` or `NotSaid`.
  bool answers = false;
  /// How many are in the room; absent when the host has not said so, or not since then.
  std::optional<uint64_t> present = std::nullopt;
};
/// What became of one's own line; `tag` is the number that was given to `say`.
struct Said {
  uint64_t tag = 0;
  /// In the room's log; 0 when the line was a command or the answer was lost in a break.
  uint64_t number = 0;
  /// What was said, where the room changed it.
  std::optional<std::string> changed;
};
struct NotSaid {
  uint64_t tag = 0;
  /// A word of the protocol, or "unknown": the connection was lost before the answer.
  std::string why;
  std::string words;
};
/// The host refuses the name, in its words: `try_name` and go on.
struct NameRefused {
  std::string reason;
};
/// The host lets nobody in without its password: `try_password` and go on.
struct Locked {
  std::string reason;
};
/// The host has no place for newcomers at the moment: it is asked again.
struct Crowded {};
/// Something was said. Of `told` only the text is there.
struct MessageReceived {
  bool told = false;
  uint8_t flags = 0;
  uint64_t number = 0;
  uint32_t time = 0;
  std::string kind;
  std::string from;
  /// In the room's words.
  std::string text;
  /// What was said, alone; empty when the host does not say so.
  std::string bare = {};
};
/// For how long the member may not speak; zero: they may. Comes behind `Entered` where a mute
/// holds, and when it changes. That it ran out is not told.
struct Muted {
  std::chrono::seconds left{};
};
/// Nothing is heard any more; it goes on trying.
struct ConnectionLost {};
/// It is over.
struct Ended {
  enum class Reason {
    /// As was asked for.
    left,
    /// As was asked for, but the host may not know it, nor have had all that was said.
    silent,
    /// Removed, or the room has closed.
    removed,
    /// The same member came in from elsewhere.
    elsewhere,
    /// No host, or none that speaks like one: `words` says what.
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
    /// Of a run before this one.
    std::optional<Membership> membership;
    /// How long the host's first answer is waited for. Once in, it is waited for ever.
    Duration patience = std::chrono::seconds(30);
    /// `Said` or `NotSaid` is wanted for each line.
    bool wants_answers = false;
  };

  SessionClient(Settings settings, const wire::Endpoint& host, Moment now);

  void receive(std::string_view datagram, Moment now, wire::Outbox& out);
  void tick(Moment now, wire::Outbox& out);
  std::optional<SteadyTime> next_due() const;
  std::vector<ClientEvent> drain_events() { return std::exchange(events_, {}); }

  /// The key that was shown last is the host's. From then on no other one is.
  void trust(Moment now, wire::Outbox& out);
  void try_name(std::string name, Moment now, wire::Outbox& out);
  void try_password(std::string password, Moment now, wire::Outbox& out);
  /// Said now, or as soon as one is in again.
  void say(std::string text, Moment now, wire::Outbox& out, uint64_t tag = 0);
  enum class Haste : uint8_t { none, some };
  /// Waits until all lines are answered, where they are. `Haste::some`, which may come later, too:
  /// not to wait for that, nor for a host that does not answer.
  void leave(Moment now, wire::Outbox& out, Haste haste = Haste::none);
  /// The host's machine says that nobody listens there.
  void unreachable(Moment now) {
    if (close_timer_) close_timer_->on_refused(now.steady);
  }
  /// Whoever sees that the network has changed need not wait until silence proves it.
  void probe(Moment now, wire::Outbox& out);

  bool ended() const { return ended_; }
  bool inside() const { return stage_ == Stage::inside; }
  /// What is to be kept for another run; nothing before one was in.
  std::optional<Membership> membership() const;
  /// How many of the lines the host may not have had.
  uint64_t undelivered() const;
  Duration round_trip() const { return link_.round_trip(); }
  const link::Link& link() const { return link_; }

 private:
  enum class Stage {
    /// No session yet, or none that was answered.
    outside,
    /// The name, or the token, has been said.
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
  // The user is asked for another name, or for the password; the host does not wait for that.
  bool waits_for_user_ = false;
  // The host has had no place since then.
  std::optional<SteadyTime> crowded_since_;
  std::string token_;
  uint64_t number_ = 0;
  OutgoingLines lines_;

  std::optional<secure::HandshakeClient> handshake_;
  SteadyTime handshake_started_{};
  // A host that has shown its key and waits to be trusted.
  std::optional<secure::HandshakeClient::Established> unverified_;
  std::string trusted_;
  std::optional<secure::Keys> keys_;
  link::Link link_;
  // By the host, in this session: it has told what it had of the sessions before.
  bool welcomed_ = false;
  KeepAlive keep_alive_;
  bool answers_ = false;
  std::optional<wire::LineLimits> limits_;
  // Wants to leave once all lines are answered.
  bool leaves_when_answered_ = false;
  // Of the latest answer, or of the wish to leave.
  SteadyTime answered_{};
  // As long as one is leaving.
  std::optional<CloseTimer> close_timer_;
  std::vector<ClientEvent> events_;
};

}  // namespace moonroom::session
