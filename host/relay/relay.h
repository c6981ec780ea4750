// The straight line of the server, as a function: bytes, an address and a turn go in; bytes and
// addresses come out. No socket, no clock, no Lua.
//
//     receive:  TextFrontend, SessionFrontend → Admission, LineGate → EventGate → Judge
//     apply:    Judge → Applier → RoomState, Poster → Log → Broadcaster → Outbox; Effects
//
// The line has two halves because an event waits to be judged. The server calls `receive`, `tick`
// and the others, then `apply_verdicts` when the judge has something, and sends the outbox after
// that. This class holds the parts and the order in which they are made; each part is its own
// header.
#pragma once

#include <optional>
#include <string_view>

#include "relay/address_challenge.h"
#include "relay/admission.h"
#include "relay/applier.h"
#include "relay/effects.h"
#include "relay/event_gate.h"
#include "relay/line_gate.h"
#include "relay/membership.h"
#include "relay/moderation.h"
#include "relay/password_gate.h"
#include "relay/poster.h"
#include "relay/presence.h"
#include "relay/replies.h"
#include "relay/session_frontend.h"
#include "relay/settings.h"
#include "relay/stats.h"
#include "relay/text_frontend.h"
#include "relay/timers.h"
#include "relay/turn.h"
#include "room/judge.h"
#include "room/state.h"

namespace moonroom::relay {

class Relay {
 public:
  /// `state` and `judge` must outlive the relay.
  Relay(Settings settings, room::RoomState& state, room::Judge& judge);
  Relay(const Relay&) = delete;
  Relay& operator=(const Relay&) = delete;

  /// Goes on where another relay stood, and sends again what may not have left its host. Only
  /// before anything else is done.
  void restore(room::Snapshot snapshot, const Turn& turn);

  /// A datagram of plain text.
  void receive(const wire::Datagram& in, const Turn& turn) { text_.receive(in, turn); }
  /// A message in a session, which its endpoint names.
  void receive_message(const wire::Datagram& in, const Turn& turn) { sessions_.receive(in, turn); }
  /// What the network tells of connections.
  Presence& presence() { return presence_; }
  /// What the administrator does to members.
  Moderation& moderation() { return moderation_; }

  /// The administrator speaks. False when too much waits to be judged already.
  bool announce(std::string_view text, Moment now);
  /// The administrator calls a plugin's command; the answer is an effect. False as above.
  bool command(std::string_view text, Moment now);
  /// A plugin's job is done.
  void on_job_done(room::JobDone done, Moment now) { gate_.submit(std::move(done), now); }
  /// Tells everybody that the room closes and ends it: nobody is a member afterwards.
  void close(const Turn& turn);
  /// Submits all queued joins and leaves at once.
  void release_presence(Moment now) { gate_.release_all(now); }

  /// Applies what has been judged, as much as should be sent before anything else is heard. False
  /// when there may be more.
  bool apply_verdicts(const Turn& turn);
  /// Once a turn: timers, pending logins, deferred lines, idle members, old entries: what is due by
  /// now.
  void tick(const Turn& turn);
  std::optional<SteadyTime> next_due() const;

  const Stats& stats() const { return stats_; }
  /// What is not the relay's to do, since the last call.
  Effects drain_effects() { return std::exchange(effects_, {}); }

 private:
  Settings settings_;
  room::RoomState& state_;
  Stats stats_;
  Effects effects_;
  Timers timers_;
  NameProbes probes_;
  EventGate gate_;
  Broadcaster broadcaster_;
  Replies replies_;
  Poster poster_;
  LineGate lines_;
  PasswordGate passwords_;
  Membership membership_;
  AddressChallenge challenge_;
  Admission admission_;
  Presence presence_;
  Moderation moderation_;
  Applier applier_;
  TextFrontend text_;
  SessionFrontend sessions_;
};

}  // namespace moonroom::relay
