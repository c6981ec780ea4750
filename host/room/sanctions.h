// Who may not speak, and who may not come in, and until when. Pure: the wall's time is an argument.
//
// A ban is of a name as a reader sees it, or of a block of addresses. A mute follows its member: it
// holds for the name, for the seat (the same address and port, or session), and, for those who come
// in after it, for the source of the address (wire/prefix.h). When others at that source were in
// the room as the mute was given (a class behind one router), it leaves the source alone: those
// others and their friends have done nothing.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/moment.h"
#include "base/result.h"
#include "room/event.h"
#include "room/members.h"
#include "wire/prefix.h"

namespace moonroom::room {

/// A ban of what people write: ADDRESS, ADDRESS:PORT (the port is cut off) or PREFIX, else a NAME.
/// One IPv6 address stands for its source, the /64. A Problem when it looks like an address and is
/// none, or would keep out too much of the internet.
Result<Ban> ban_on(std::string_view whom, Duration length, std::string_view reason);

/// A mute of somebody who is not in the room: of the name alone. Nothing when readers see nothing
/// of the name.
std::optional<MuteRecord> mute_of(std::string_view name, WallTime until);
/// What a mute holds on to. `is_alone`: nobody else at the member's source is in the room; `last`:
/// the last member id that was given.
MuteRecord mute_of(const Member& member, bool is_alone, MemberId last, WallTime until);

class Sanctions {
 public:
  void mute(const MuteRecord& mute, WallTime now);
  /// Lets the member speak again. Returns what has ended.
  MuteRecord unmute(const Member& member, WallTime now);
  /// Lifts what was given to this name, also the mutes of its seats and sources. Returns them.
  std::vector<MuteRecord> unmute(std::string_view name, WallTime now);
  bool is_muted(const Member& member, WallTime now) const {
    return muted_for(member, now) > WallTime::duration::zero();
  }
  /// How much longer the member may not speak; zero when they may.
  WallTime::duration muted_for(const Member& member, WallTime now) const;

  /// False when an address is none, and when there are too many.
  bool ban(const Ban& ban, WallTime now);
  /// Lifts a ban of this name, or all bans within this block. Returns them.
  std::vector<Ban> unban(const Ban& ban, WallTime now);
  /// The ban that keeps this one out, or null. Valid until the next change.
  const BanRecord* find_ban(std::string_view name, const wire::Address& from, WallTime now) const;
  /// The ban of a block around this one, or null. Valid until the next change.
  const BanRecord* find_ban_around(const Ban& ban, WallTime now) const;

  /// Those that hold, for a list.
  std::vector<BanRecord> bans(WallTime now) const;
  /// One for each muted name: the longest of its parts.
  std::vector<MuteRecord> mutes(WallTime now) const;

  /// Takes over what was kept.
  void restore(const std::vector<BanRecord>& bans, const std::vector<MuteRecord>& mutes);

 private:
  // A plugin that bans whoever it hears of must not fill the memory.
  static constexpr size_t kMaxBans = 10'000;

  struct Muted {
    WallTime until;
    /// The member's to whom the mute was given.
    std::string name;
    /// Of a source: it holds for members with greater ids.
    MemberId after = 0;
  };

  const BanRecord* find_block_around(const wire::Prefix& block, WallTime now) const;
  size_t banned_blocks() const;
  void drop_ended_bans(WallTime now);

  template <class See>
  void each_mute(See see) const;

  std::unordered_map<std::string, Muted> muted_names_;
  std::unordered_map<wire::Endpoint, Muted> muted_endpoints_;
  std::unordered_map<wire::Prefix, Muted> muted_sources_;
  std::unordered_map<std::string, BanRecord> banned_names_;
  // By length: an address is looked for once for each length that there is.
  std::map<uint8_t, std::unordered_map<wire::Prefix, BanRecord>> banned_blocks_;
};

}  // namespace moonroom::room
