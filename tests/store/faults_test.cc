#include <doctest/doctest.h>

#include <filesystem>

#include "faulty_vfs.h"
#include "store/database.h"
#include "support/folder.h"
#include "turn_script.h"

namespace moonroom::store {
namespace {

namespace fs = std::filesystem;
using support::Folder;

// Turns are further apart than retries.
WallTime time_of(int turn) {
  return kStart + std::chrono::seconds(2 * turn);
}

bool has_quarantined_file(const fs::path& folder) {
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

// The files of a killed process: unchanged, none of them closed.
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

// Plays the script on a disk that fails at one step.
class Trial {
 public:
  Trial(const Fault& fault, size_t number)
      : settings_(story_settings(disk_.name(), fault.sync_each_commit)) {
    disk_.fail_at(number, fault.code, fault.lasting);
  }

  // False when the script has fewer steps.
  bool survives() {
    {
      auto store = open();
      for (int turn = 1; turn <= kTurns; ++turn) run_turn(store, turn);
      disk_.heal();
      CHECK(store.commit(time_of(kTurns + 1)));
      CHECK(store.health().waiting == 0);
      CHECK(store.health().dropped == 0);
      CHECK(summary_of(store) == expected_summary(kTurns));
    }
    auto again = open_again(data_, settings_);
    CHECK(summary_of(again) == expected_summary(kTurns));
    check_whole(data_, disk_.name());
    CHECK_FALSE(has_quarantined_file(data_));
    return disk_.has_failed();
  }

 private:
  Store open() {
    if (auto store = Store::open(data_, settings_)) return *std::move(store);
    REQUIRE(disk_.has_failed());
    disk_.heal();
    return open_again(data_, settings_);
  }

  void run_turn(Store& store, int turn) {
    play(store, turn);
    const auto committed = store.commit(time_of(turn));
    if (committed) {
      reported_ = turn;
      CHECK(store.health().waiting == 0);
      return;
    }
    REQUIRE(disk_.has_failed());
    CHECK(store.health().waiting > 0);
    CHECK(store.health().problem == committed.error().what);
    CHECK(has_field(store, turn));
    if (!fs::exists(folder_.root / "killed")) check_after_kill(turn);
  }

  // Data in memory is complete even if it is not on disk.
  static bool has_field(const Store& store, int turn) {
    const auto fields = store.plugin_data("plugin").fields;
    const auto field = fields.find(field_of(turn));
    return turn % 3 == 0 ? field == fields.end() : field->second == Value(double(turn));
  }

  // A turn can have reached the disk although its commit failed.
  void check_after_kill(int turn) {
    leave_as_killed(data_, folder_.root / "killed");
    const FaultyVfs sound;
    auto other = open_again(folder_.root / "killed", story_settings(sound.name(), false));
    const int turns = turns_in(other);
    CHECK(turns >= reported_);
    CHECK(turns <= turn);
    CHECK(summary_of(other) == expected_summary(turns));
  }

  FaultyVfs disk_;
  Folder folder_;
  fs::path data_ = folder_.root / "data";
  Settings settings_;
  int reported_ = 0;
};

// The number of steps that can fail, of which each `stride`th is tried.
size_t survive_all(const Fault& fault, size_t stride = 1) {
  for (size_t number = 1; number < 2000; number += stride) {
    INFO("step ", number);
    if (!Trial(fault, number).survives()) return number - 1;
  }
  FAIL("the story has no end");
  return 0;
}

TEST_CASE("whichever step on disk fails once, no turn is lost and none is half there") {
  CHECK(survive_all({SQLITE_IOERR_WRITE, false, false}) > 50);
  // The steps are the same; these differ in the reported error and in when the disk is synced.
  CHECK(survive_all({SQLITE_FULL, false, false}, 3) > 50);
  CHECK(survive_all({SQLITE_IOERR_WRITE, false, true}, 3) > 50);
}

TEST_CASE("from whichever step on the disk is full, all is there when it has room again") {
  CHECK(survive_all({SQLITE_FULL, true, false}) > 50);
  CHECK(survive_all({SQLITE_IOERR_WRITE, true, true}, 3) > 50);
}

}  // namespace
}  // namespace moonroom::store
