// A room's file and all that is in it, or waits to be: its tables, and one transaction for all of
// their changes. Knows nothing of when to write and of what is said about it.
#pragma once

#include <optional>
#include <string>

#include "store/cached_table.h"
#include "store/database.h"
#include "store/entries.h"
#include "store/table_layouts.h"

namespace moonroom::store {

struct Location {
  /// A path, or kInMemory.
  std::string file;
  /// SQLite's name of a registered one; empty: its own.
  std::string vfs;
  /// A commit is on the disk's surface when it returns, and costs as long as that takes; else a
  /// power cut, but nothing less, may take the latest commits, from the last one backwards.
  bool sync_each_commit = false;
};

class RoomDatabase {
 public:
  /// Makes the file when it is missing, brings it to the present version and reads it.
  static Outcome<RoomDatabase> open(const Location& place, const Retention& retention);
  /// Reads the file, if there is one, without writing: for a disk that takes nothing. `write` fails
  /// until it does, and when the file has other content by then.
  static Outcome<RoomDatabase> open_unwritten(const Location& place, const Retention& retention);

  /// All changes, in one transaction. After a failure all of them still wait. A database that was
  /// closed opens the file again first. `now` is trusted time, by which entries grow old.
  Outcome<void> write(WallTime now);
  /// What waits is not to be written, as if it had been.
  void discard_pending();
  /// From now on all that is in memory waits to be written, to whatever file is there then.
  void close();
  /// Whether the file has been renamed or deleted under it.
  bool has_moved();
  /// How much waits to be written.
  size_t waiting() const;

  /// The latest entries, oldest first.
  Outcome<std::vector<room::Entry>> latest(size_t most) {
    return Entries::latest(*database_, most);
  }
  Counters counted() const {
    const auto* row = counters.find(CounterLayout::kOnly);
    return row ? *row : Counters();
  }
  uint64_t log_pages() const { return database_ ? database_->log_pages() : 0; }
  Outcome<Database::Folded> checkpoint() {
    return database_->checkpoint(Database::Checkpoint::passive);
  }

  Entries entries;
  CachedTable<MemberLayout> members;
  CachedTable<BanLayout> bans;
  CachedTable<MuteLayout> mutes;
  CachedTable<PluginDataLayout> plugin_data;
  CachedTable<CounterLayout> counters;
  CachedTable<AgeLayout> ages;
  CachedTable<ClockLayout> clock;

 private:
  RoomDatabase(Location place, const Retention& retention)
      : entries(retention), place_(std::move(place)), age_(retention.age) {}

  static Outcome<RoomDatabase> begin(Location place, const Retention& retention, Database database);
  Outcome<void> attach(Database database);
  Outcome<Database> connect_again();
  Outcome<void> load();
  void count_on();
  Outcome<void> reopen();
  Outcome<void> write_rows(WallTime now);
  Outcome<void> write_counters();
  void mark_age(WallTime now);
  uint64_t last_expired(WallTime now);
  template <class Do>
  void with_each(Do act);

  Location place_;
  Duration age_;
  // Which entries were there at the latest commit.
  struct Mark {
    WallTime at;
    uint64_t entry = 0;
  };
  std::optional<Mark> before_;
  std::optional<Database> database_;
  // Of the content that `database_` stands in for, in memory; nothing when it is the file.
  std::optional<std::string> stands_for_;
  Statement begin_;
  Statement commit_;
  Statement rollback_;
};

}  // namespace moonroom::store
