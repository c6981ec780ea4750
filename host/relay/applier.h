// Applies judged events to the room. Every change of the room happens here, in the order in which
// events were judged. A new kind of event needs its `apply_event` here, unless it consists of its
// actions. Pure.
#pragma once

#include <type_traits>

#include "relay/action_runner.h"
#include "relay/address_challenge.h"
#include "relay/effects.h"
#include "relay/event_gate.h"
#include "relay/line_gate.h"
#include "relay/line_outcome.h"
#include "relay/moderation.h"
#include "relay/presence.h"
#include "relay/replies.h"
#include "relay/resumption.h"
#include "relay/timers.h"
#include "room/judge.h"

namespace moonroom::relay {

class Applier {
 public:
  /// All must outlive this.
  struct Parts {
    const Settings& settings;
    room::RoomState& state;
    EventGate& gate;
    LineGate& lines;
    Moderation& moderation;
    Presence& presence;
    Resumption& resumption;
    const AddressChallenge& challenge;
    LineOutcome& line;
    ActionRunner& actions;
    const Replies& replies;
    Timers& timers;
    Effects& effects;
    Stats& stats;
  };
  explicit Applier(const Parts& parts) : parts_(parts) {}

  void apply(const room::Judged& judged, const Turn& turn);

 private:
  using Verdict = room::Verdict;

  void apply_event(const room::JoinEvent& joining, const Verdict& verdict, const Turn& turn);
  void apply_event(const room::MessageEvent& saying, const Verdict& verdict, const Turn& turn);
  void apply_event(const room::LeaveEvent& leaving, const Verdict& verdict, const Turn& turn);
  void apply_event(const room::TimerDue& timer, const Verdict& verdict, const Turn& turn);
  void apply_event(const room::AdminCommandEvent& command, const Verdict& verdict,
                   const Turn& turn);
  void apply_event(const room::SanctionEvent& event, const Verdict& verdict, const Turn& turn);
  void apply_event(const room::ReturnEvent& event, const Verdict& verdict, const Turn& turn);
  void apply_event(const room::CloseEvent& event, const Verdict& verdict, const Turn& turn);
  template <class Other>
  void apply_event(const Other& event, const Verdict&, const Turn& turn) {
    if constexpr (std::is_same_v<Other, room::AwayEvent> || std::is_same_v<Other, room::BackEvent>)
      parts_.presence.apply(event, turn);
  }
  void admit(const room::JoinEvent& joining);
  void set_subject(const room::Event& event);

  Parts parts_;
  // Of the current event. A field, so that a line does not allocate.
  Subject subject_;
};

}  // namespace moonroom::relay
