// The storage of each CachedTable on disk.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "base/trusted_clock.h"
#include "base/value.h"
#include "room/snapshot.h"
#include "store/statement.h"

namespace moonroom::store {

/// The host's counters. Numbers are never reused.
struct Counters {
  uint64_t last_entry = 0;
  uint64_t last_member = 0;
  uint64_t lines_said = 0;
  uint64_t sent = 0;

  bool operator==(const Counters&) const = default;
};

/// The greater value of each counter.
Counters furthest(const Counters& a, const Counters& b);

struct MemberLayout {
  using Key = room::MemberId;
  using Row = room::MemberRecord;
  static const char* const kPut;
  static const char* const kRemove;
  static const char* const kAll;
  static void bind(Statement& put, const Key& key, const Row& row);
  static void bind_key(Statement& remove, const Key& key);
  static std::optional<std::pair<Key, Row>> read(const Statement& all);
};

/// The key is the banned name as a reader sees it, or the block of addresses in its canonical form.
struct BanLayout {
  using Key = std::pair<room::Ban::Kind, std::string>;
  using Row = room::BanRecord;
  static const char* const kPut;
  static const char* const kRemove;
  static const char* const kAll;
  static void bind(Statement& put, const Key& key, const Row& row);
  static void bind_key(Statement& remove, const Key& key);
  static std::optional<std::pair<Key, Row>> read(const Statement& all);
};

/// Mutes of a name, a place and a source are separate rows, because they can be lifted separately.
/// The key is a name as a reader sees it, a written endpoint, or a written prefix. The row has the
/// end, the id after which it applies to members, and the name of the muted member.
struct MuteLayout {
  enum class Kind : uint8_t { name, place, source };
  using Key = std::pair<Kind, std::string>;
  struct Row {
    WallTime until;
    room::MemberId after = 0;
    std::string name{};
  };
  static const char* const kPut;
  static const char* const kRemove;
  static const char* const kAll;
  static void bind(Statement& put, const Key& key, const Row& row);
  static void bind_key(Statement& remove, const Key& key);
  static std::optional<std::pair<Key, Row>> read(const Statement& all);
};

/// The key is a plugin's name and its field.
struct PluginDataLayout {
  using Key = std::pair<std::string, std::string>;
  using Row = Value;
  static const char* const kPut;
  static const char* const kRemove;
  static const char* const kAll;
  static void bind(Statement& put, const Key& key, const Row& row);
  static void bind_key(Statement& remove, const Key& key);
  static std::optional<std::pair<Key, Row>> read(const Statement& all);
};

/// At each of these moments (trusted time) entries up to that number existed.
struct AgeLayout {
  using Key = int64_t;
  using Row = uint64_t;
  static const char* const kPut;
  static const char* const kRemove;
  static const char* const kAll;
  static void bind(Statement& put, const Key& key, const Row& row);
  static void bind_key(Statement& remove, const Key& key);
  static std::optional<std::pair<Key, Row>> read(const Statement& all);
};

/// There is one row.
struct ClockLayout {
  using Key = int64_t;
  using Row = TrustedClock::State;
  static constexpr Key kOnly = 1;
  static const char* const kPut;
  static const char* const kRemove;
  static const char* const kAll;
  static void bind(Statement& put, const Key& key, const Row& row);
  static void bind_key(Statement& remove, const Key& key);
  static std::optional<std::pair<Key, Row>> read(const Statement& all);
};

/// There is one row.
struct CounterLayout {
  using Key = int64_t;
  using Row = Counters;
  static constexpr Key kOnly = 1;
  static const char* const kPut;
  static const char* const kRemove;
  static const char* const kAll;
  static void bind(Statement& put, const Key& key, const Row& row);
  static void bind_key(Statement& remove, const Key& key);
  static std::optional<std::pair<Key, Row>> read(const Statement& all);
};

}  // namespace moonroom::store
