// Mutes and bans with their ends. Pure: the wall time is an argument.
//
// A ban applies to a name as a reader sees it, or to a block of addresses. A mute follows its
// member: it applies to the name, to the seat (the same address and port, or session), and, for
// later joins, to the source of the address (wire/prefix.h). If others at that source were in the
// room when the mute was given (a class behind one router), it does not apply to the source,
// because it would hit uninvolved members.
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

/// Parses the target of a ban: ADDRESS, ADDRESS:PORT (the port is ignored) or PREFIX, else a NAME.
/// A single IPv6 address stands for its source, the /64. Fails on a malformed address, and on a
/// block that would exclude too much of the internet.
Result<Ban> ban_on(std::string_view whom, Duration length, std::string_view reason);

/// A mute of an absent member, by name alone. Nullopt when the name shows as nothing.
std::optional<MuteRecord> mute_of(std::string_view name, WallTime until);
/// The keys that a mute of this member applies to. `is_alone`: no other member is at the member's
/// source. `last`: the last member id that was given.
MuteRecord mute_of(const Member& member, bool is_alone, MemberId last, WallTime until);

class Sanctions {
 public:
  void mute(const MuteRecord& mute, WallTime now);
  /// Lifts a member's mute. Returns the part that ended.
  MuteRecord unmute(const Member& member, WallTime now);
  /// Lifts all mutes of this name, and those of its seats and sources. Returns them.
  std::vector<MuteRecord> unmute(std::string_view name, WallTime now);
  bool is_muted(const Member& member, WallTime now) const {
    return muted_for(member, now) > WallTime::duration::zero();
  }
  /// The remaining time of the member's mute; zero when not muted.
  WallTime::duration muted_for(const Member& member, WallTime now) const;

  /// False for a malformed address, or when there are too many bans.
  bool ban(const Ban& ban, WallTime now);
  /// Lifts the ban of this name, or all bans within this block. Returns them.
  std::vector<Ban> unban(const Ban& ban, WallTime now);
  /// The ban that applies to this newcomer, or null. Valid until the next change.
  const BanRecord* find_ban(std::string_view name, const wire::Address& from, WallTime now) const;
  /// The ban of a block that contains this one, or null. Valid until the next change.
  const BanRecord* find_ban_around(const Ban& ban, WallTime now) const;

  /// The active bans, for display.
  std::vector<BanRecord> bans(WallTime now) const;
  /// One record for each muted name: the longest of its parts.
  std::vector<MuteRecord> mutes(WallTime now) const;

  /// Restores saved bans and mutes.
  void restore(const std::vector<BanRecord>& bans, const std::vector<MuteRecord>& mutes);

 private:
  // Bounds the memory against a plugin that bans every member.
  static constexpr size_t kMaxBans = 10'000;

  struct Muted {
    WallTime until;
    /// The name of the muted member.
    std::string name;
    /// Of a source: it applies to members with greater ids.
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
  // By prefix length: a lookup tries each length in use.
  std::map<uint8_t, std::unordered_map<wire::Prefix, BanRecord>> banned_blocks_;
};

}  // namespace moonroom::room
