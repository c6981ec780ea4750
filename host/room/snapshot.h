// The state of a room at the end of a turn, enough to continue without a visible break. The store
// builds it from the relay's `StateChange`s, and the next relay restores it.
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

/// Lets a member resume in another session.
struct ResumeTicket {
  /// Digest of the token. Only the member's client keeps the token itself, so the stored data
  /// grants no access.
  std::string digest;
  /// All lines up to this one have been received.
  uint64_t acked_lines = 0;
  /// The member joined after this entry; earlier lines are not sent to them.
  uint64_t joined_after = 0;
};

/// A present member, with name and endpoint. Without a ticket the member is identified by address.
struct MemberRecord {
  MemberId who = 0;
  std::string name;
  wire::Endpoint endpoint;
  bool newline_framing = false;
  WallTime joined_at;
  std::optional<ResumeTicket> ticket{};
};

struct MemberRemoved {
  MemberId who = 0;
};

/// An active ban, or a lifted one when `until` is past.
struct BanRecord {
  Ban ban;
  WallTime until;
};

/// A mute: of a name as a reader sees it, of a seat, and optionally of a source for members with
/// ids greater than `after`. One record can hold only part of a mute. Each part has the muted
/// member's `name`; records of older versions have none.
struct MuteRecord {
  std::string skeleton;
  wire::Endpoint endpoint;
  WallTime until;
  std::optional<wire::Prefix> source{};
  MemberId after = 0;
  std::string name{};
};

using StateChange = std::variant<MemberRecord, MemberRemoved, BanRecord, MuteRecord>;

struct Snapshot {
  /// The latest entries, oldest first.
  std::vector<Entry> entries;
  /// Counters; their values are never reused.
  uint64_t last_entry = 0;
  MemberId last_member = 0;
  uint64_t lines_said = 0;
  /// Entries after this one have perhaps not been sent.
  uint64_t sent = 0;
  std::vector<MemberRecord> members;
  std::vector<BanRecord> bans;
  std::vector<MuteRecord> mutes;
};

}  // namespace moonroom::room
