// A room's file, and one transaction for all pending changes of its contents. Its user
// decides when to write, and reports problems.
#pragma once

#include <optional>
#include <string>

#include "store/database.h"
#include "store/room_contents.h"

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
  /// Marks everything in memory as pending, for the file that exists at the next write.
  void close();
  /// True when the file has been renamed or deleted.
  bool has_moved();
  /// The latest entries, oldest first.
  Outcome<std::vector<room::Entry>> latest(size_t most) {
    return Entries::latest(*database_, most);
  }
  uint64_t log_pages() const { return database_ ? database_->log_pages() : 0; }
  Outcome<Database::Folded> checkpoint() {
    return database_->checkpoint(Database::Checkpoint::passive);
  }

  RoomContents contents;

 private:
  RoomDatabase(Location place, const Retention& retention)
      : contents(retention), place_(std::move(place)) {}

  static Outcome<RoomDatabase> begin(Location place, const Retention& retention, Database database);
  Outcome<void> attach(Database database);
  Outcome<Database> connect_again();
  Outcome<void> reopen();

  Location place_;
  std::optional<Database> database_;
  // The mark of the file's content while `database_` is a copy in memory; nullopt when it is the
  // file.
  std::optional<std::string> stands_for_;
  Statement begin_;
  Statement commit_;
  Statement rollback_;
};

}  // namespace moonroom::store
