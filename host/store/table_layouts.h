// How the tables that a CachedTable holds are kept on disk.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "base/trusted_clock.h"
#include "base/value.h"
#include "room/snapshot.h"
#include "store/statement.h"

namespace moonroom::store {

/// How far the host has counted. Numbers are never given twice.
struct Counters {
  uint64_t last_entry = 0;
  uint64_t last_member = 0;
  uint64_t lines_said = 0;
  uint64_t sent = 0;

  bool operator==(const Counters&) const = default;
};

/// Of each number the greater.
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

/// The key is the banned name as a reader sees it, or the block of addresses in its one written
/// form.
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

/// A name, a place and a source are muted each for itself, because they come apart: who may speak
/// again under another name says nothing of the old one. The key is a name as a reader sees it, a
/// written endpoint, or a written prefix; the row is when it ends, for members after which, and the
/// name of the member to whom it was given.
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

/// At each of these moments (trusted time) entries up to that number were there.
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
