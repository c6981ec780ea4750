// Moderation by the administrator and by plugins: kick, mute, ban; and closing the room. Tells the
// member and the others. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "relay/effects.h"
#include "relay/membership.h"
#include "relay/poster.h"
#include "relay/replies.h"

namespace moonroom::relay {

/// The result of a mute.
struct Muted {
  bool is_done = false;
  /// Other members at the member's source. Because of them the mute applies to the name only.
  std::vector<std::string> neighbours;
};

/// The result of a ban.
struct Banned {
  bool is_done = false;
  /// The names of the removed members.
  std::vector<std::string> removed;
};

class Moderation {
 public:
  /// All must outlive this.
  struct Parts {
    room::RoomState& state;
    Membership& membership;
    Poster& poster;
    const Replies& replies;
    Effects& effects;
  };
  explicit Moderation(const Parts& parts) : parts_(parts) {}

  /// False when there is no such member.
  bool kick(room::MemberId who, std::string_view reason, const Turn& turn);
  /// A zero `length` lifts the mute. `is_done` is false for an unknown member.
  Muted mute(room::MemberId who, Duration length, const Turn& turn);
  /// Mutes a name that no present member has. False when no member can have it.
  bool mute_absent(std::string_view name, Duration length, Moment now);
  /// Lifts all mutes of this name, and tells the members concerned. False when there was none.
  bool unmute(std::string_view name, const Turn& turn);
  /// Removes matching members. `is_done` is false for a malformed address, or when there are too
  /// many bans. A zero length lifts bans as `unban` does.
  Banned ban(const room::Ban& ban, const Turn& turn);
  /// Returns the lifted bans.
  std::vector<room::Ban> unban(const room::Ban& ban, Moment now);
  /// Tells all members that the room closes, and ends all connections.
  void close(const Turn& turn);

 private:
  /// The remaining mute times of the members whose client shows them.
  using MuteTimes = std::vector<std::pair<room::MemberId, WallTime::duration>>;
  MuteTimes mute_times(Moment now) const;
  /// Sends the state of each mute that has changed since `before`.
  void report_mutes(const MuteTimes& before, const Turn& turn) const;
  void disconnect(const room::Member& member, room::LeaveReason why, const std::string& words,
                  const Turn& turn);
  void remove_banned(const room::Member& member, const room::Ban& ban, const Turn& turn);

  Parts parts_;
};

}  // namespace moonroom::relay
