// A room's file with its tables and pending changes, and one transaction for all of them. Its user
// decides when to write, and reports problems.
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
  /// The name of a registered SQLite VFS; empty: SQLite's own.
  std::string vfs;
  /// A commit is durable when it returns, and takes as long as that needs. Otherwise a power
  /// failure, but nothing less, can lose the latest commits.
  bool sync_each_commit = false;
};

class RoomDatabase {
 public:
  /// Creates a missing file, migrates it to the present version and reads it.
  static Outcome<RoomDatabase> open(const Location& place, const Retention& retention);
  /// Reads the file, if there is one, without writing: for a full or read-only disk. `write` fails
  /// until the disk accepts writes, and if the file has other content by then.
  static Outcome<RoomDatabase> open_unwritten(const Location& place, const Retention& retention);

  /// Writes all changes in one transaction. After a failure all of them stay pending. Opens a
  /// closed file again first. `now` is trusted time, which determines the age of entries.
  Outcome<void> write(WallTime now);
  /// Drops pending changes, as if they had been written.
  void discard_pending();
  /// Marks everything in memory as pending, for the file that exists at the next write.
  void close();
  /// True when the file has been renamed or deleted.
  bool has_moved();
  /// The number of pending changes.
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
  // The latest entry at the previous commit.
  struct Mark {
    WallTime at;
    uint64_t entry = 0;
  };
  std::optional<Mark> before_;
  std::optional<Database> database_;
  // The mark of the file's content while `database_` is a copy in memory; nullopt when it is the
  // file.
  std::optional<std::string> stands_for_;
  Statement begin_;
  Statement commit_;
  Statement rollback_;
};

}  // namespace moonroom::store
