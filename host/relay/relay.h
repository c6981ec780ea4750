// The server's pipeline as a function: bytes, an address and a turn in; bytes and addresses out. No
// socket, no clock, no Lua.
//
//     receive:  TextFrontend, SessionFrontend → Admission, LineGate → EventGate → Judge
//     apply:    Judge → Applier → RoomState, Poster → Log → Broadcaster → Outbox; Effects
//
// The pipeline has two halves because an event waits for its verdict. The server calls `receive`,
// `tick` and the others, then `apply_verdicts` when the judge has verdicts, and sends the outbox
// after that. This class owns the parts and fixes the order of their construction; each part has a
// header of its own.
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
#include "relay/resumption.h"
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

  /// Continues from a snapshot, and resends entries that have perhaps not been sent. Must be called
  /// before everything else.
  void restore(room::Snapshot snapshot, const Turn& turn);

  /// A datagram of plain text.
  void receive(const wire::Datagram& in, const Turn& turn) { text_.receive(in, turn); }
  /// A message in a session, which its endpoint names.
  void receive_message(const wire::Datagram& in, const Turn& turn) { sessions_.receive(in, turn); }
  /// Handles the network's reports about connections.
  Presence& presence() { return presence_; }

  /// Submits an announcement. False when too many events wait for their verdict.
  bool announce(std::string_view text, Moment now);
  /// Submits a call of a plugin's command; the answer is an effect. False as above.
  bool command(std::string_view text, Moment now);
  /// Submits a sanction; the result is an effect.
  void sanction(room::Sanction sanction, Moment now) {
    gate_.submit(room::SanctionEvent{std::move(sanction)}, now);
  }
  /// Submits the result of a plugin's job.
  void on_job_done(room::JobDone done, Moment now) { gate_.submit(std::move(done), now); }
  /// Submits the end of the room: all members are told, and leave.
  void close(const Turn& turn);
  /// The same at once, before the events that wait for their verdict.
  void close_now(const Turn& turn);
  /// Submits all queued joins and leaves at once.
  void release_presence(Moment now) { gate_.release_all(now); }

  /// Applies verdicts, as many as should be sent in one pass. False when there can be more.
  bool apply_verdicts(const Turn& turn);
  /// Handles everything that is due: timers, pending logins, deferred lines, idle members, old
  /// entries. Once a turn.
  void tick(const Turn& turn);
  std::optional<SteadyTime> next_due() const;

  const Stats& stats() const { return stats_; }
  /// The effects since the last call.
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
  Resumption resumption_;
  LineOutcome line_;
  ActionRunner actions_;
  Applier applier_;
  TextFrontend text_;
  SessionFrontend sessions_;
};

}  // namespace moonroom::relay
