// What the administrator and plugins do to members: remove, mute, ban; and the end of the room.
// Tells the member and the others. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "relay/effects.h"
#include "relay/membership.h"
#include "relay/poster.h"
#include "relay/replies.h"

namespace moonroom::relay {

/// What became of a mute.
struct Muted {
  bool is_done = false;
  /// Others at the member's source: because of them the mute holds for the name only.
  std::vector<std::string> neighbours;
};

/// What became of a ban.
struct Banned {
  bool is_done = false;
  /// The names of members who were removed.
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
  /// `length` zero lets the member speak again. Not done when there is no such member.
  Muted mute(room::MemberId who, Duration length, const Turn& turn);
  /// Mutes a name under which nobody is in the room. False when it can be nobody's.
  bool mute_absent(std::string_view name, Duration length, Moment now);
  /// Lifts every mute that was given to this name, and tells members who may speak again. False
  /// when there was none.
  bool unmute(std::string_view name, const Turn& turn);
  /// Matching members are removed. Not done when it names an address that is none, or when there
  /// are too many bans. One of no length lifts what `unban` does.
  Banned ban(const room::Ban& ban, const Turn& turn);
  /// Returns the bans that were lifted.
  std::vector<room::Ban> unban(const room::Ban& ban, Moment now);
  /// Tells everybody that the room closes, and ends all connections.
  void close(const Turn& turn);

 private:
  /// How much longer each member may not speak, of those members whose client shows it.
  using MuteTimes = std::vector<std::pair<room::MemberId, WallTime::duration>>;
  MuteTimes mute_times(Moment now) const;
  /// Sends the state of each mute that differs from `before`.
  void report_mutes(const MuteTimes& before, const Turn& turn) const;
  void disconnect(const room::Member& member, room::LeaveReason why, const std::string& words,
                  const Turn& turn);
  void remove_banned(const room::Member& member, const room::Ban& ban, const Turn& turn);

  Parts parts_;
};

}  // namespace moonroom::relay
