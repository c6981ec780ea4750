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
    Membership& membership;
    Poster& poster;
  };
  explicit Presence(const Parts& parts) : parts_(parts) {}

  /// Nothing has been received in this session for a while.
  void on_silent(wire::SessionId session, const Turn& turn);
  void on_heard_again(wire::SessionId session, const Turn& turn);
  /// The session has ended: nothing can be delivered in it any more.
  void on_over(wire::SessionId session, Moment now);
  /// The network reports that no socket is open at this address.
  void on_unreachable(const wire::Endpoint& dead, Moment now);
  /// Announces that a member is back, if their absence was announced.
  void report_back(const room::Member& member, bool was_announced, const Turn& turn);

  /// Announces overdue absences and expires idle members; runs twice a minute.
  void check(const Turn& turn);
  bool is_due(SteadyTime now) const { return now >= next_check_; }
  SteadyTime next_due() const { return next_check_; }

 private:
  void announce_overdue_away(const Turn& turn);
  void announce_away(const room::Member& member, const Turn& turn);

  Parts parts_;
  SteadyTime next_check_{};
};

}  // namespace moonroom::relay
