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
#include <vector>

#include "base/moment.h"
#include "session/answer_wait.h"
#include "session/client_events.h"
#include "session/client_session.h"
#include "session/client_state.h"
#include "session/handshaker.h"
#include "session/liveness.h"
#include "session/resumption.h"
#include "wire/datagram.h"
#include "wire/session_text.h"

namespace moonroom::session {

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
  void unreachable(Moment now) { liveness_.on_unreachable(now.steady); }
  /// Probes the host at once, for a caller that knows of a change of the network.
  void probe(Moment now, wire::Outbox& out);

  bool ended() const { return state_ == ClientState::ended; }
  bool inside() const { return state_ == ClientState::inside; }
  /// The data for a later run; nullopt before the first join.
  std::optional<Membership> membership() const { return resumption_.membership(); }
  /// The number of lines that the host has perhaps not received.
  uint64_t undelivered() const {
    return resumption_.lines().undelivered(session_.unacknowledged());
  }
  Duration round_trip() const { return session_.link().round_trip(); }

 private:
  void start_handshake(Moment now, Duration pause = Duration::zero());
  void on_handshake(Handshaker::Outcome outcome, Moment now);
  void begin_session(secure::Keys keys, Moment now);
  void request_entry();
  void retry_entry(Moment now);
  void open(std::string_view packet, Moment now);
  void on_hint(std::string_view datagram, Moment now);
  void on_message(std::string_view message, Moment now);
  void on_welcome(const wire::Welcome& welcome);
  void on_line_refused(const wire::LineRefused& refused, Moment now);
  void on_entry_refused(std::string_view reason, ClientEvent event);
  void on_gone();
  void on_close(link::CloseReason why, Moment now);
  void on_crowded(Moment now);
  void mark_crowded(Moment now);
  void begin_close(Moment now);
  Liveness::Session session_status() const;
  void send_pending_lines();
  void send(Moment now, wire::Outbox& out);
  void end(Ended::Reason why, std::string words = {});

  Settings settings_;
  wire::Endpoint host_;
  ClientState state_ = ClientState::entering;
  Handshaker handshaker_;
  ClientSession session_;
  Liveness liveness_;
  Resumption resumption_;
  // As the host told at the latest welcome.
  Joined joined_;
  // Since when the host has had no capacity.
  std::optional<SteadyTime> crowded_since_;
  // The client leaves once all lines are answered.
  std::optional<AnswerWait> answer_wait_;
  std::vector<ClientEvent> events_;
};

}  // namespace moonroom::session
