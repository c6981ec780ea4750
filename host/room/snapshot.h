// A room as it stood at the end of a turn: enough to go on from there with nobody noticing. Made of
// what the relay reports as it happens (the `StateChange`s), kept by somebody with a disk, given
// back to a relay that begins.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/moment.h"
#include "room/event.h"
#include "room/log.h"
#include "wire/endpoint.h"
#include "wire/prefix.h"

namespace moonroom::room {

/// What lets the member of a session come back in another.
struct ResumeTicket {
  /// Of the token, which only the member's client knows for good: what is kept opens nothing.
  std::string digest;
  /// His lines up to this one have been had.
  uint64_t acked_lines = 0;
  /// He came in behind this entry: what was said before is not for him.
  uint64_t joined_after = 0;
};

/// A member who is present: his name, and where he is heard from. Without a ticket he is known by
/// his address.
struct MemberRecord {
  MemberId who = 0;
  std::string name;
  wire::Endpoint endpoint;
  bool newline_framing = false;
  WallTime joined_at;
  std::optional<ResumeTicket> ticket{};
};

/// A member is gone.
struct MemberRemoved {
  MemberId who = 0;
};

/// A ban that holds, or, when `until` is past, one that has been lifted.
struct BanRecord {
  Ban ban;
  WallTime until;
};

/// The same for a mute, which holds for a name as a reader sees it, for a seat, and perhaps for a
/// source: then for members whose ids are greater than `after`. Of what was kept of one it can be a
/// part. `name` is the muted member's in each part; empty where an older version kept it.
struct MuteRecord {
  std::string skeleton;
  wire::Endpoint endpoint;
  WallTime until;
  std::optional<wire::Prefix> source{};
  MemberId after = 0;
  std::string name{};
};

/// What has changed in a room.
using StateChange = std::variant<MemberRecord, MemberRemoved, BanRecord, MuteRecord>;

struct Snapshot {
  /// The latest, oldest first.
  std::vector<Entry> entries;
  /// Numbers that are never given twice.
  uint64_t last_entry = 0;
  MemberId last_member = 0;
  uint64_t lines_said = 0;
  /// What is behind this entry may not have left the host.
  uint64_t sent = 0;
  std::vector<MemberRecord> members;
  std::vector<BanRecord> bans;
  std::vector<MuteRecord> mutes;
};

}  // namespace moonroom::room
