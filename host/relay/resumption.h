// Moves a member to another session of their client, which has presented the member's token, and
// sends what they have missed. Between the request and its turn the session can end. Pure.
#pragma once

#include "relay/admission.h"
#include "relay/effects.h"
#include "relay/presence.h"
#include "relay/replies.h"

namespace moonroom::relay {

class Resumption {
 public:
  /// All must outlive this.
  struct Parts {
    const Settings& settings;
    room::RoomState& state;
    EventGate& gate;
    const Admission& admission;
    Membership& membership;
    Presence& presence;
    Poster& poster;
    const Replies& replies;
    Effects& effects;
    Stats& stats;
  };
  explicit Resumption(const Parts& parts) : parts_(parts) {}

  /// Refuses the request, or submits it.
  void request(const wire::ComeBack& wish, const wire::Connection& from, const Turn& turn);
  void apply(const room::ReturnEvent& event, const Turn& turn);

 private:
  void move(const room::Member& member, const wire::Endpoint& to, const Turn& turn);
  void replay(const room::Member& member, uint64_t heard, const Turn& turn);

  Parts parts_;
};

}  // namespace moonroom::relay
