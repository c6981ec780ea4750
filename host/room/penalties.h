// Who may not speak, and who may not come in, and until when. Pure. A mute clings to the name and
// to the address with its port, so that neither another name nor another login ends it; a ban is of
// a name as a reader sees it, or of an address.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/moment.h"
#include "room/event.h"
#include "room/room.h"

namespace moonroom::room {

/// A ban of `whom`: an address if it can be read as one, else a name.
Ban ban_on(std::string_view whom, Duration length, std::string_view reason);

class Penalties {
 public:
  /// `length` zero lets him speak again. Returns what is to be kept of it.
  MuteUntil mute(const Member& member, Duration length, WallTime now);
  bool is_muted(const Member& member, WallTime now) const;

  /// `length` zero lifts the ban. False when an address is none, and when there are too many.
  bool ban(const Ban& ban, WallTime now);
  /// The ban that keeps this one out, or null. Valid until the next change.
  const Ban* ban_of(std::string_view name, const wire::Address& from, WallTime now) const;

  /// Those that hold, for a list.
  std::vector<BanUntil> bans(WallTime now) const;

  /// Takes over what was kept.
  void restore(const std::vector<BanUntil>& bans, const std::vector<MuteUntil>& mutes);

 private:
  // A plugin that bans whoever it hears of must not fill the memory.
  static constexpr size_t kMostBans = 10'000;

  std::unordered_map<std::string, WallTime> muted_names_;
  std::unordered_map<wire::Endpoint, WallTime> muted_seats_;
  std::unordered_map<std::string, BanUntil> banned_names_;
  std::unordered_map<wire::Address, BanUntil> banned_addresses_;
};

}  // namespace moonroom::room
