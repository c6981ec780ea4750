#include <doctest/doctest.h>

#include <filesystem>

#include "disk.h"
#include "store/database.h"
#include "story.h"
#include "support/folder.h"

namespace moonroom::store {
namespace {

namespace fs = std::filesystem;
using support::Folder;

// Later by more than the time between two tries.
WallTime time_of(int turn) {
  return kStart + std::chrono::seconds(2 * turn);
}

bool set_something_aside(const fs::path& folder) {
  for (const auto& file : fs::directory_iterator(folder))
    if (file.path().string().find("damaged") != std::string::npos) return true;
  return false;
}

void check_whole(const fs::path& folder, const std::string& vfs) {
  auto database = Database::open(folder / "room.db", Database::Access::read_only, vfs);
  REQUIRE(database);
  const auto found = database->ask("PRAGMA integrity_check");
  REQUIRE(found);
  CHECK(*found == "ok");
}

Store open_again(const fs::path& folder, const Settings& settings) {
  auto store = Store::open(folder, settings);
  REQUIRE_MESSAGE(store, store.error().what);
  return *std::move(store);
}

// What a killed process leaves: the files as they are, none of them closed.
void leave_as_killed(const fs::path& from, const fs::path& to) {
  fs::create_directories(to);
  for (const auto* name : {"room.db", "room.db-wal"})
    if (fs::exists(from / name)) fs::copy_file(from / name, to / name);
}

struct Fault {
  int code;
  bool lasting;
  bool sync_each_commit;
};

// Plays the story on a disk that fails at step `number`. False: the story has fewer steps.
bool survives(const Fault& fault, size_t number) {
  Disk disk;
  const Folder folder;
  const auto settings = story_settings(disk.name(), fault.sync_each_commit);
  disk.fail_at(number, fault.code, fault.lasting);
  int reported = 0;
  bool killed = false;
  {
    auto store = Store::open(folder.root / "data", settings);
    if (!store) {
      REQUIRE(disk.has_failed());
      REQUIRE_FALSE(store.error().what.empty());
      disk.heal();
      store = Store::open(folder.root / "data", settings);
    }
    REQUIRE_MESSAGE(store, store.error().what);
    for (int turn = 1; turn <= kTurns; ++turn) {
      play(*store, turn);
      const auto committed = store->commit(time_of(turn));
      if (committed) {
        reported = turn;
        CHECK(store->health().waiting == 0);
      } else {
        REQUIRE(disk.has_failed());
        CHECK(store->health().waiting > 0);
        CHECK(store->health().problem == committed.error().what);
      }
      if (!committed && !killed) {
        killed = true;
        leave_as_killed(folder.root / "data", folder.root / "killed");
        auto other = open_again(folder.root / "killed", story_settings(disk.name(), false));
        // A turn may have reached the disk although that could not be told.
        const int turns = turns_in(other);
        CHECK(turns >= reported);
        CHECK(turns <= turn);
        CHECK(told_by(other) == told(turns));
      }
    }
    disk.heal();
    CHECK(store->commit(time_of(kTurns + 1)));
    CHECK(store->health().waiting == 0);
    CHECK(store->health().dropped == 0);
    CHECK(told_by(*store) == told(kTurns));
  }
  auto again = open_again(folder.root / "data", settings);
  CHECK(told_by(again) == told(kTurns));
  check_whole(folder.root / "data", disk.name());
  CHECK_FALSE(set_something_aside(folder.root / "data"));
  return disk.has_failed();
}

size_t survive_all(const Fault& fault) {
  size_t number = 1;
  while (survives(fault, number)) {
    INFO("step ", number);
    ++number;
    REQUIRE(number < 2000);
  }
  return number - 1;
}

TEST_CASE("whichever step on disk fails once, no turn is lost and none is half there") {
  CHECK(survive_all({SQLITE_IOERR_WRITE, false, false}) > 50);
  CHECK(survive_all({SQLITE_FULL, false, false}) > 50);
  CHECK(survive_all({SQLITE_IOERR_WRITE, false, true}) > 50);
}

TEST_CASE("from whichever step on the disk is full, all is there when it has room again") {
  CHECK(survive_all({SQLITE_FULL, true, false}) > 50);
  CHECK(survive_all({SQLITE_IOERR_WRITE, true, true}) > 50);
}

}  // namespace
}  // namespace moonroom::store
