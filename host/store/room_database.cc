#include "store/room_database.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include <algorithm>
#include <utility>

#include "base/unique_fd.h"
#include "store/schema.h"
#include "store/stand_in.h"

namespace moonroom::store {
namespace {

// A program that reads the file can be rebuilding its index for an instant.
constexpr std::chrono::milliseconds kOpenPatience(2000);

// Once the loop waits. A reader that opens the index during a write locks the writer out for some
// microseconds; a longer lock is a Problem.
constexpr std::chrono::milliseconds kCommitPatience(20);

// The log's file is truncated to this when it restarts.
constexpr const char* kSettings = R"(
  PRAGMA journal_size_limit = 16777216;
  PRAGMA trusted_schema = OFF;
  PRAGMA cell_size_check = ON;
  PRAGMA secure_delete = ON;
)";

// SQLite would make it readable for all; files that it creates beside it later get the same mode.
void make_private(const Location& place) {
  if (place.file != kInMemory)
    UniqueFd(::open(place.file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR));
}

Outcome<void> use_log(Database& database, const Location& place) {
  const auto mode = database.ask("PRAGMA journal_mode = WAL");
  if (!mode) return tl::unexpected(mode.error());
  if (*mode == "wal" || place.file == kInMemory) return {};
  return tl::unexpected(Failure{SQLITE_CANTOPEN, "a disk of this kind cannot be used"});
}

Outcome<void> check_integrity(Database& database) {
  const auto found = database.ask("PRAGMA quick_check(1)");
  if (!found) return tl::unexpected(found.error());
  if (*found == "ok") return {};
  return tl::unexpected(Failure{SQLITE_CORRUPT, *found});
}

// Data removed by a migration must not remain in the log.
Outcome<void> bring_up_to_date(Database& database) {
  const auto before = version_of(database);
  if (!before) return tl::unexpected(before.error());
  auto done = migrate(database, migrations());
  if (!done || *before == 0 || *before == migrations().size()) return done;
  if (auto folded = database.checkpoint(Database::Checkpoint::truncate); !folded)
    return tl::unexpected(folded.error());
  return done;
}

Outcome<void> prepare(Database& database, const Location& place) {
  const char* sync =
      place.sync_each_commit ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL";
  auto done = database.run(kSettings);
  if (done) done = use_log(database, place);
  if (done) done = database.run(sync);
  if (done) done = check_integrity(database);
  if (done) done = bring_up_to_date(database);
  return done;
}

Outcome<Database> connect(const Location& place, std::chrono::milliseconds patience) {
  make_private(place);
  auto database = Database::open(place.file, Database::Access::read_write, place.vfs);
  if (!database) return database;
  // Such a connection would not notice when writing becomes possible.
  if (database->is_read_only()) return tl::unexpected(Failure{SQLITE_READONLY, "read-only"});
  // Closing must not change the file, even if it turns out to be damaged.
  database->leave_log();
  database->set_patience(patience);
  database->checkpoint_by_hand();
  if (auto prepared = prepare(*database, place); !prepared) return tl::unexpected(prepared.error());
  database->set_patience(kCommitPatience);
  return database;
}

}  // namespace

Outcome<RoomDatabase> RoomDatabase::open(const Location& place, const Retention& retention) {
  auto database = connect(place, kOpenPatience);
  if (!database) return tl::unexpected(database.error());
  return begin(place, retention, *std::move(database));
}

Outcome<RoomDatabase> RoomDatabase::open_unwritten(const Location& place,
                                                   const Retention& retention) {
  auto database = stand_in_for(place.file);
  if (!database) return tl::unexpected(database.error());
  if (auto migrated = migrate(*database, migrations()); !migrated)
    return tl::unexpected(migrated.error());
  const auto mark = content_mark(*database);
  if (!mark) return tl::unexpected(mark.error());
  auto room_database = begin(place, retention, *std::move(database));
  if (room_database) room_database->stands_for_ = *mark;
  return room_database;
}

Outcome<RoomDatabase> RoomDatabase::begin(Location place, const Retention& retention,
                                          Database database) {
  RoomDatabase room_database(std::move(place), retention);
  if (auto attached = room_database.attach(std::move(database)); !attached)
    return tl::unexpected(attached.error());
  if (auto loaded = room_database.contents.load(*room_database.database_); !loaded)
    return tl::unexpected(loaded.error());
  return room_database;
}

// Every statement fits the present version, so a failure means a broken file.
Outcome<void> RoomDatabase::attach(Database database) {
  database_ = std::move(database);
  Outcome<void> attached;
  const auto prepare_one = [&](Statement& statement, const char* sql) {
    auto prepared = database_->prepare(sql);
    if (prepared)
      statement = *std::move(prepared);
    else
      attached = tl::unexpected(prepared.error());
  };
  prepare_one(begin_, "BEGIN IMMEDIATE");
  prepare_one(commit_, "COMMIT");
  prepare_one(rollback_, "ROLLBACK");
  if (attached) attached = contents.attach(*database_);
  if (!attached && attached.error().code == SQLITE_ERROR) attached.error().code = SQLITE_CORRUPT;
  return attached;
}

// Content that appeared in the file meanwhile is not this room: the disk was mounted late, perhaps.
Outcome<Database> RoomDatabase::connect_again() {
  auto database = connect(place_, kCommitPatience);
  if (!database || !stands_for_) return database;
  const auto mark = content_mark(*database);
  if (!mark) return tl::unexpected(mark.error());
  if (*mark == *stands_for_) return database;
  return tl::unexpected(Failure{Failure::kForeign, "it was not there when the host started"});
}

Outcome<void> RoomDatabase::reopen() {
  auto database = connect_again();
  if (!database) return tl::unexpected(database.error());
  stands_for_.reset();
  auto opened = attach(*std::move(database));
  if (opened) opened = contents.load_entries(*database_);
  if (!opened) close();
  return opened;
}

void RoomDatabase::close() {
  database_.reset();
  contents.mark_unwritten();
}

bool RoomDatabase::has_moved() {
  return database_ && !stands_for_ && database_->has_moved();
}

Outcome<void> RoomDatabase::write(WallTime now) {
  if (!database_ || stands_for_)
    if (auto opened = reopen(); !opened) return opened;
  if (auto begun = begin_.run(); !begun) return begun;
  auto written = contents.write(now);
  if (written) written = commit_.run();
  if (written)
    contents.mark_written();
  else if (database_->in_transaction())
    (void)rollback_.run();
  return written;
}

}  // namespace moonroom::store
