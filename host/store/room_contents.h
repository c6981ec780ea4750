// Everything that is stored of a room, in memory: the tables and their pending changes. All but
// written entries is kept in memory as a whole. Its user provides the database and the
// transactions; after a failed one, all changes stay pending.
#pragma once

#include <optional>
#include <string>

#include "base/value.h"
#include "room/snapshot.h"
#include "store/age_marks.h"
#include "store/cached_table.h"
#include "store/entries.h"
#include "store/table_layouts.h"

namespace moonroom::store {

class RoomContents {
 public:
  explicit RoomContents(const Retention& retention) : entries_(retention), ages_(retention.age) {}

  // Changes and queries; see Store.

  void append(const room::Entry& entry) { entries_.append(entry); }
  void record(const room::StateChange& change);
  void put(const std::string& plugin, const std::string& key, const Value& value);
  void put(const std::string& plugin, const room::StorePut& change);
  void put_clock(const TrustedClock::State& state) { clock_.put(ClockLayout::kOnly, state); }
  /// Each counter becomes at least as great as in `seen`.
  void raise_counters(const Counters& seen);
  void remove_expired_sanctions(WallTime now);

  /// Members, sanctions and counters; the entries are in the file.
  room::Snapshot snapshot() const;
  Table plugin_data(const std::string& plugin) const;
  std::optional<TrustedClock::State> stored_clock() const;
  const Entries& entries() const { return entries_; }
  /// The number of pending changes.
  size_t waiting() const;

  // The way to the disk, as in CachedTable.

  Outcome<void> attach(Database& database);
  Outcome<void> load(Database& database);
  /// Counts the entries of a file whose other contents are in memory already.
  Outcome<void> load_entries(Database& database) { return entries_.load(database); }
  Outcome<void> write(WallTime now);
  void mark_written();
  void mark_unwritten();

 private:
  template <class Do>
  void with_each(Do act);
  Counters counted() const;
  void note(const room::MemberRecord& seat) { members_.put(seat.who, seat); }
  void note(const room::MemberRemoved& gone) { members_.remove(gone.who); }
  void note(const room::BanRecord& ban);
  void note(const room::MuteRecord& mute);

  Entries entries_;
  CachedTable<MemberLayout> members_;
  CachedTable<BanLayout> bans_;
  CachedTable<MuteLayout> mutes_;
  CachedTable<PluginDataLayout> plugin_data_;
  CachedTable<CounterLayout> counters_;
  AgeMarks ages_;
  CachedTable<ClockLayout> clock_;
};

}  // namespace moonroom::store
