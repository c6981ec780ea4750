#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "faulty_vfs.h"
#include "store/database.h"
#include "support/folder.h"
#include "turn_script.h"

namespace moonroom::store {
namespace {

namespace fs = std::filesystem;
using support::Folder;

// Plays the whole script, with a mark for each reported commit.
void play_all(FaultyVfs& disk, const fs::path& folder, bool sync_each_commit) {
  disk.remember();
  auto store = Store::open(folder, story_settings(disk.name(), sync_each_commit));
  REQUIRE(store);
  for (int turn = 1; turn <= kTurns; ++turn) {
    play(*store, turn);
    REQUIRE(store->commit(kStart + std::chrono::seconds(turn)));
    disk.mark(std::to_string(turn));
  }
}

int reported_before(const std::vector<FaultyVfs::Step>& steps, size_t count) {
  int turn = 0;
  for (size_t i = 0; i < count; ++i)
    if (steps[i].kind == FaultyVfs::Step::Kind::mark) turn = std::stoi(steps[i].file);
  return turn;
}

void write_files(const PowerCut& cut, const fs::path& folder) {
  fs::remove_all(folder);
  fs::create_directories(folder);
  for (const auto& [name, content] : cut.files())
    std::ofstream(folder / fs::path(name).filename(), std::ios::binary) << content;
}

// Opens the files after the cut, and returns the number of turns in them: these are whole, and
// there are no others.
int turns_left(const fs::path& folder, const std::string& vfs) {
  auto store = Store::open(folder, story_settings(vfs, false));
  REQUIRE_MESSAGE(store, store.error().what);
  CHECK(store->health().notice.empty());
  const int turns = turns_in(*store);
  CHECK(summary_of(*store) == expected_summary(turns));
  auto database = Database::open(folder / "room.db", Database::Access::read_only, vfs);
  REQUIRE(database);
  CHECK(*database->ask("PRAGMA integrity_check") == "ok");
  return turns;
}

/// Cuts the power after each step of the script; returns how many cuts have lost a turn.
int cut_everywhere(bool sync_each_commit, unsigned seed) {
  FaultyVfs disk;
  const Folder folder;
  play_all(disk, folder.root / "data", sync_each_commit);
  const auto steps = disk.steps();
  CHECK(steps.size() > 100);
  FaultyVfs fresh;
  int costly = 0;
  for (size_t count = 0; count <= steps.size(); ++count) {
    INFO("cut after ", count, " of ", steps.size(), " steps");
    write_files(PowerCut(steps, count, seed + unsigned(count)), folder.root / "cut");
    const int left = turns_left(folder.root / "cut", fresh.name());
    const int reported = reported_before(steps, count);
    CHECK(left <= reported + 1);
    if (sync_each_commit) CHECK(left >= reported);
    if (left < reported) ++costly;
  }
  return costly;
}

TEST_CASE("when each commit is synced, a power cut at any moment costs no turn") {
  CHECK(cut_everywhere(true, 1) == 0);
  CHECK(cut_everywhere(true, 1001) == 0);
}

TEST_CASE("when not, a power cut at any moment leaves the first turns, whole") {
  // Some lost turns show that the cut works.
  CHECK(cut_everywhere(false, 1) > 0);
  CHECK(cut_everywhere(false, 2001) > 0);
}

}  // namespace
}  // namespace moonroom::store
