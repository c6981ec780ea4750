// Tracks which members are reachable: sessions that fall silent, return or end, unreachable
// addresses, and members who have been idle or away for too long. Pure; time is an argument.
#pragma once

#include "relay/membership.h"
#include "relay/poster.h"

namespace moonroom::relay {

class Presence {
 public:
  /// All must outlive this.
  struct Parts {
    const Settings& settings;
    room::RoomState& state;
    EventGate& gate;
    Membership& membership;
    Poster& poster;
  };
  explicit Presence(const Parts& parts) : parts_(parts) {}

  /// Nothing has been received in this session for a while.
  void on_silent(wire::SessionId session, Moment now);
  void on_heard_again(wire::SessionId session, Moment now);
  /// The session has ended: nothing can be delivered in it any more.
  void on_over(wire::SessionId session, Moment now);
  /// The network reports that no socket is open at this address.
  void on_unreachable(const wire::Endpoint& dead, Moment now);
  /// The member is reachable again, in their session or in another one.
  void on_back(room::MemberId who, Moment now);

  /// The event's turn has come: tells the room.
  void apply(const room::AwayEvent& event, const Turn& turn);
  void apply(const room::BackEvent& event, const Turn& turn);

  /// Submits overdue notices of absence, and expires idle members; runs twice a minute.
  void check(Moment now);
  bool is_due(SteadyTime now) const { return now >= next_check_; }
  SteadyTime next_due() const { return next_check_; }

 private:
  void submit_away(const room::Member& member, Moment now);

  Parts parts_;
  SteadyTime next_check_{};
};

}  // namespace moonroom::relay
