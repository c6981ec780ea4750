#include "store/checkpointer.h"

#include <doctest/doctest.h>

#include <array>
#include <atomic>
#include <filesystem>
#include <thread>

#include "faulty_vfs.h"
#include "store/reader.h"
#include "support/folder.h"
#include "turn_script.h"

namespace moonroom::store {
namespace {

namespace fs = std::filesystem;
using support::Folder;

struct Written {
  explicit Written(const std::string& vfs = "") {
    auto opened = Database::open(file, Database::Access::read_write, vfs);
    REQUIRE(opened);
    database = *std::move(opened);
    database->leave_log();
    database->checkpoint_by_hand();
    REQUIRE(database->run("PRAGMA journal_mode = WAL; CREATE TABLE t (x)"));
  }
  // Writes one page of the log.
  void write() { REQUIRE(database->run("INSERT INTO t VALUES (1)")); }
  uint64_t log_size() const { return fs::file_size(file.string() + "-wal"); }

  Folder folder;
  fs::path file = folder.root / "room.db";
  std::optional<Database> database;
};

// Waits for the thread, not for a time; hangs on a failure.
void wait_for_run(const Checkpointer& checkpointer, uint64_t runs) {
  while (checkpointer.runs() < runs) std::this_thread::yield();
}

TEST_CASE("the log is emptied at the end") {
  Written file;
  {
    Checkpointer checkpointer(file.file, "", {});
    file.write();
    checkpointer.committed(file.database->log_pages());
    CHECK(file.log_size() > 0);
  }
  CHECK(file.log_size() == 0);
  CHECK(*file.database->ask("SELECT count(*) FROM t") == "1");
}

TEST_CASE("a checkpointer that has abandoned its file does not touch it") {
  Written file;
  {
    Checkpointer checkpointer(file.file, "", {});
    file.write();
    checkpointer.abandon();
  }
  CHECK(file.log_size() > 0);
}

TEST_CASE("a log that is long enough is brought into the file, and begins again from its start") {
  Written file;
  Checkpointer checkpointer(file.file, "", {8, 1'000'000, 0, std::chrono::hours(1)});
  while (file.database->log_pages() < 8) {
    CHECK(checkpointer.runs() == 0);
    file.write();
    checkpointer.committed(file.database->log_pages());
  }
  wait_for_run(checkpointer, 1);
  file.write();
  CHECK(file.database->log_pages() == 1);
}

TEST_CASE("old writes are checkpointed, however few they are") {
  Written file;
  Checkpointer checkpointer(file.file, "", {1'000'000, 1'000'000, 0, std::chrono::milliseconds(1)});
  file.write();
  checkpointer.committed(file.database->log_pages());
  wait_for_run(checkpointer, 1);
  file.write();
  CHECK(file.database->log_pages() == 1);
}

TEST_CASE("help is asked for when the log is long and little of it is left") {
  Written file;
  Checkpointer checkpointer(file.file, "", {10, 100, 5, std::chrono::hours(1)});
  CHECK_FALSE(checkpointer.needs_help(10));
  CHECK_FALSE(checkpointer.needs_help(101));
  CHECK(checkpointer.needs_help(401));
  while (file.database->log_pages() < 101) file.write();
  checkpointer.committed(file.database->log_pages());
  wait_for_run(checkpointer, 1);
  CHECK(checkpointer.needs_help(106));
  CHECK_FALSE(checkpointer.needs_help(107));
}

TEST_CASE("a log that is written to all the time stays bounded") {
  const Folder folder;
  const FaultyVfs disk;
  Settings settings;
  settings.vfs = disk.name();
  settings.retention.entries = 100;
  settings.checkpoints = {40, 200, 50, std::chrono::hours(1)};
  auto store = Store::open(folder.root, settings);
  REQUIRE(store);
  uint64_t longest = 0;
  for (uint64_t number = 1; number <= 5000; ++number) {
    store->append(entry_of(number));
    REQUIRE(store->commit(kStart));
    longest = std::max(longest, fs::file_size(folder.root / "room.db-wal"));
  }
  // Without checkpoints it would be a hundred megabytes.
  CHECK(longest < 8'000'000);
  CHECK(store->health().problem.empty());
}

TEST_CASE("a checkpoint that fails is told, and the next that does not takes it back") {
  FaultyVfs disk;
  Written file(disk.name());
  Checkpointer checkpointer(file.file, disk.name(), {1, 1'000'000, 0, std::chrono::hours(1)});
  file.write();
  disk.fail_at(1, SQLITE_IOERR_WRITE, true);
  checkpointer.committed(file.database->log_pages());
  wait_for_run(checkpointer, 1);
  CHECK(checkpointer.problem().find("the disk fails") != std::string::npos);
  disk.heal();
  checkpointer.committed(file.database->log_pages());
  wait_for_run(checkpointer, 2);
  CHECK(checkpointer.problem().empty());
}

TEST_CASE("a writing host, its checkpoints and many readers do not block each other") {
  const Folder folder;
  Settings settings;
  settings.checkpoints = {20, 100, 30, std::chrono::milliseconds(1)};
  auto store = Store::open(folder.root, settings);
  REQUIRE(store);
  constexpr uint64_t kEntries = 1000;
  const auto read_all = [&](std::atomic<bool>& all_in_order) {
    auto reader = Reader::open(folder.root);
    if (!reader) return void(all_in_order = false);
    while (reader->range().value_or(Reader::Range{}).last < kEntries) {
      uint64_t next = 1;
      const auto read = reader->for_each(0, UINT64_MAX, [&](const room::Entry& entry) {
        if (entry.number != next++) all_in_order = false;
      });
      if (!read) all_in_order = false;
      // Short reads often coincide with a write.
      for (int i = 0; i < 500; ++i)
        if (!reader->range()) all_in_order = false;
    }
  };
  std::atomic<bool> all_in_order = true;
  {
    std::array<std::jthread, 4> readers;
    for (auto& each : readers) each = std::jthread([&] { read_all(all_in_order); });
    for (uint64_t number = 1; number <= kEntries; ++number) {
      store->append(entry_of(number));
      CHECK(store->commit(kStart + std::chrono::seconds(2 * number)));
    }
  }
  CHECK(all_in_order);
  CHECK(store->health().problem.empty());
}

}  // namespace
}  // namespace moonroom::store
