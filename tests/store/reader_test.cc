#include "store/reader.h"

#include <doctest/doctest.h>

#include <fstream>

#include "support/folder.h"
#include "turn_script.h"

namespace moonroom::store {
namespace {

using support::Folder;

Store with_entries(const Folder& folder, uint64_t last) {
  auto store = Store::open(folder.root, {});
  REQUIRE(store);
  for (uint64_t number = 1; number <= last; ++number) store->append(entry_of(number));
  REQUIRE(store->commit(kStart));
  return *std::move(store);
}

std::vector<uint64_t> numbers(Reader& reader, uint64_t from, uint64_t to) {
  std::vector<uint64_t> all;
  CHECK(reader.for_each(from, to, [&](const room::Entry& entry) { all.push_back(entry.number); }));
  return all;
}

TEST_CASE("entries are read in order while the host goes on writing") {
  const Folder folder;
  auto store = with_entries(folder, 1000);
  auto reader = Reader::open(folder.root);
  REQUIRE(reader);
  uint64_t next = 1;
  CHECK(reader->for_each(0, UINT64_MAX, [&](const room::Entry& entry) {
    CHECK(entry.number == next++);
    CHECK(entry.post.text == entry_of(entry.number).post.text);
    if (entry.number > 1100) return;
    store.append(entry_of(1000 + entry.number));
    CHECK(store.commit(kStart));
  }));
  CHECK(next > 1001);
}

TEST_CASE("a reader in the midst of its reading does not keep the log from being emptied") {
  const Folder folder;
  auto store = with_entries(folder, 600);
  auto reader = Reader::open(folder.root);
  REQUIRE(reader);
  auto other = Database::open(folder.root / "room.db", Database::Access::read_write, "");
  REQUIRE(other->ask("PRAGMA schema_version"));
  CHECK(reader->for_each(1, 1, [&](const room::Entry&) {
    const auto folded = other->checkpoint(Database::Checkpoint::truncate);
    REQUIRE(folded);
    CHECK(std::filesystem::file_size(folder.root / "room.db-wal") == 0);
  }));
}

TEST_CASE("both ends of the range are included") {
  const Folder folder;
  const auto store = with_entries(folder, 600);
  auto reader = Reader::open(folder.root);
  REQUIRE(reader);
  CHECK(numbers(*reader, 3, 5) == std::vector<uint64_t>{3, 4, 5});
  CHECK(numbers(*reader, 599, 700) == std::vector<uint64_t>{599, 600});
  CHECK(numbers(*reader, 1, 256).size() == 256);
  CHECK(numbers(*reader, 1, 257).size() == 257);
  CHECK(numbers(*reader, 1, 512).size() == 512);
  CHECK(numbers(*reader, 5, 4).empty());
  CHECK(numbers(*reader, UINT64_MAX, UINT64_MAX).empty());
}

TEST_CASE("a reader knows the range and the count") {
  const Folder folder;
  const auto store = with_entries(folder, 7);
  auto reader = Reader::open(folder.root);
  REQUIRE(reader);
  CHECK(reader->range()->first == 1);
  CHECK(reader->range()->last == 7);
  CHECK(*reader->count() == 7);
}

TEST_CASE("where nothing was said there is nothing to read") {
  const Folder folder;
  const auto store = with_entries(folder, 0);
  auto reader = Reader::open(folder.root);
  REQUIRE(reader);
  CHECK(reader->range()->last == 0);
  CHECK(*reader->count() == 0);
  CHECK(numbers(*reader, 0, UINT64_MAX).empty());
}

TEST_CASE("a file can be read after its host has ended") {
  const Folder folder;
  { with_entries(folder, 7); }
  auto reader = Reader::open(folder.root);
  REQUIRE(reader);
  CHECK(*reader->count() == 7);
}

TEST_CASE("a folder without a file is told") {
  const Folder folder;
  const auto reader = Reader::open(folder.root);
  REQUIRE_FALSE(reader);
  CHECK(reader.error().what.find("no host has kept anything") != std::string::npos);
  CHECK_FALSE(std::filesystem::exists(folder.root / "room.db"));
}

TEST_CASE("a file that is no database is told, and left alone") {
  const Folder folder;
  std::ofstream(folder.root / "room.db") << std::string(5000, 'n');
  const auto reader = Reader::open(folder.root);
  REQUIRE_FALSE(reader);
  CHECK(reader.error().what.find("is damaged") != std::string::npos);
}

}  // namespace
}  // namespace moonroom::store
