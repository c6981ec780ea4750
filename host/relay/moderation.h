// Carries out sanctions of the administrator and of plugins, and closes the room. Tells the member
// and the others. Pure.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "relay/effects.h"
#include "relay/membership.h"
#include "relay/poster.h"
#include "relay/replies.h"
#include "relay/sanction_result.h"

namespace moonroom::relay {

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

  SanctionResult apply(const room::Sanction& sanction, const Turn& turn);
  /// Tells all members that the room closes, and ends all connections.
  void close(const Turn& turn);

 private:
  /// The remaining mute times of the members whose client shows them.
  using MuteTimes = std::vector<std::pair<room::MemberId, WallTime::duration>>;

  SanctionResult impose(const room::Kick& kick, const Turn& turn);
  SanctionResult impose(const room::Mute& mute, const Turn& turn);
  SanctionResult impose(const room::NameMute& mute, const Turn& turn);
  SanctionResult impose(const room::Ban& ban, const Turn& turn);
  void mute(const room::Member& member, bool with_source, Duration length, const Turn& turn);
  void unmute(const room::Member& member, const Turn& turn);
  bool mute_name(std::string_view name, Duration length, const Turn& turn);
  bool unmute_name(std::string_view name, const Turn& turn);
  SanctionResult unban(const room::Ban& ban, const Turn& turn);

  MuteTimes mute_times(Moment now) const;
  /// Sends the state of each mute that has changed since `before`.
  void report_mutes(const MuteTimes& before, const Turn& turn) const;
  void disconnect(const room::Member& member, room::LeaveReason why, const std::string& words,
                  const Turn& turn);
  void remove_banned(const room::Member& member, const room::Ban& ban, const Turn& turn);

  Parts parts_;
};

}  // namespace moonroom::relay
