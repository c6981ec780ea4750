#include "store/store.h"

#include <doctest/doctest.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

#include "faulty_vfs.h"
#include "room/sanctions.h"
#include "support/folder.h"
#include "turn_script.h"

namespace moonroom::store {
namespace {

namespace fs = std::filesystem;
using support::Folder;

Store opened(const fs::path& folder, const Settings& settings = {}) {
  auto store = Store::open(folder, settings);
  REQUIRE_MESSAGE(store, store.error().what);
  return *std::move(store);
}

room::Ban ban_of(std::string what, Duration length = std::chrono::hours(1)) {
  return {room::Ban::Kind::name, std::move(what), length, "reason"};
}

WallTime in_an_hour() {
  return kStart + std::chrono::hours(1);
}

TEST_CASE("an entry comes back as it was, letter by letter") {
  const Folder folder;
  room::Entry entry{7, kStart, {"say", "ann", std::string("a\0b\xff\n", 5), "line", {}}};
  entry.post.audience = {room::Audience::Kind::only, {3, 18'446'744'073'709'551'615u}};
  entry.post.keep = true;
  {
    auto store = opened(folder.root);
    store.append(entry);
    CHECK(store.commit(kStart));
  }
  const auto entries = opened(folder.root).snapshot()->entries;
  REQUIRE(entries.size() == 1);
  CHECK(entries[0].number == 7);
  CHECK(entries[0].time == kStart);
  CHECK(entries[0].post.kind == "say");
  CHECK(entries[0].post.from == "ann");
  CHECK(entries[0].post.text == entry.post.text);
  CHECK(entries[0].post.line == "line");
  CHECK(entries[0].post.audience.kind == room::Audience::Kind::only);
  CHECK(entries[0].post.audience.members == entry.post.audience.members);
}

TEST_CASE("members are restored to their seats, in the order of their joins") {
  const Folder folder;
  wire::Endpoint endpoint = *wire::parse_endpoint("[fe80::7%1]:9");
  endpoint.via = *wire::parse_address("2001:db8::1");
  {
    auto store = opened(folder.root);
    store.record(room::MemberRecord{12, "bob", endpoint, true, kStart});
    store.record(room::MemberRecord{3, "ann", endpoint_of(3), false, kStart});
    store.record(room::MemberRecord{4, "eve", endpoint_of(4), false, kStart});
    store.record(room::MemberRemoved{4});
    CHECK(store.commit(kStart));
  }
  const auto seats = opened(folder.root).snapshot()->members;
  REQUIRE(seats.size() == 2);
  CHECK(seats[0].name == "ann");
  CHECK_FALSE(seats[0].newline_framing);
  CHECK(seats[1].who == 12);
  CHECK(seats[1].endpoint == endpoint);
  CHECK(seats[1].endpoint.address.scope == 1);
  CHECK(seats[1].endpoint.via == endpoint.via);
  CHECK(seats[1].newline_framing);
  CHECK(seats[1].joined_at == kStart);
}

TEST_CASE("a seat that is left is empty after a restart") {
  const Folder folder;
  {
    auto store = opened(folder.root);
    store.record(room::MemberRecord{3, "ann", endpoint_of(3), false, kStart});
    CHECK(store.commit(kStart));
    store.record(room::MemberRemoved{3});
    CHECK(store.commit(kStart));
  }
  CHECK(opened(folder.root).snapshot()->members.empty());
}

TEST_CASE("bans of names and of addresses last until they end or are lifted") {
  const Folder folder;
  const auto address = room::ban_on("192.0.2.7", std::chrono::hours(1), "").value();
  {
    auto store = opened(folder.root);
    store.record(room::BanRecord{ban_of("Ann"), in_an_hour()});
    store.record(room::BanRecord{ban_of("bob"), in_an_hour()});
    store.record(room::BanRecord{ban_of("eve"), kStart});
    store.record(room::BanRecord{address, in_an_hour()});
    CHECK(store.commit(kStart));
    // The same name to a reader.
    store.record(room::BanRecord{ban_of("aNN", Duration::zero()), kStart});
    CHECK(store.commit(kStart));
  }
  const auto bans = opened(folder.root).snapshot()->bans;
  REQUIRE(bans.size() == 2);
  CHECK(bans[0].ban.what == "bob");
  CHECK(bans[0].ban.reason == "reason");
  CHECK(bans[0].ban.length == std::chrono::hours(1));
  CHECK(bans[0].until == in_an_hour());
  CHECK(bans[1].ban.kind == room::Ban::Kind::address);
  CHECK(bans[1].ban.what == "192.0.2.7");
}

TEST_CASE("a ban of an address that is none is no ban") {
  auto store = opened("");
  room::Ban ban = ban_of("nowhere");
  ban.kind = room::Ban::Kind::address;
  store.record(room::BanRecord{ban, in_an_hour()});
  CHECK(store.health().waiting == 0);
}

TEST_CASE("a member unmuted at a seat under a new name is not muted there by the old name") {
  const Folder folder;
  {
    auto store = opened(folder.root);
    store.record(room::MuteRecord{"ann", endpoint_of(1), in_an_hour()});
    CHECK(store.commit(kStart));
    store.record(room::MuteRecord{"bob", endpoint_of(1), kStart});
    CHECK(store.commit(kStart));
  }
  room::Sanctions sanctions;
  sanctions.restore({}, opened(folder.root).snapshot()->mutes);
  CHECK(sanctions.is_muted({1, "ann", {endpoint_of(2)}}, kStart));
  CHECK_FALSE(sanctions.is_muted({2, "bob", {endpoint_of(1)}}, kStart));
}

TEST_CASE("a mute of a seat lasts without its name") {
  const Folder folder;
  {
    auto store = opened(folder.root);
    store.record(room::MuteRecord{"ann", endpoint_of(1), in_an_hour()});
    CHECK(store.commit(kStart));
  }
  room::Sanctions sanctions;
  sanctions.restore({}, opened(folder.root).snapshot()->mutes);
  CHECK(sanctions.is_muted({2, "bob", {endpoint_of(1)}}, kStart));
  CHECK_FALSE(sanctions.is_muted({2, "bob", {endpoint_of(2)}}, kStart));
}

TEST_CASE("a mute of a member who has left is lifted by name after a restart") {
  const Folder folder;
  room::MuteRecord mute{"ann", endpoint_of(1), in_an_hour()};
  mute.source = wire::source_of(endpoint_of(1).address);
  mute.name = "Ann";
  {
    auto store = opened(folder.root);
    store.record(mute);
    CHECK(store.commit(kStart));
  }
  {
    auto store = opened(folder.root);
    room::Sanctions sanctions;
    sanctions.restore({}, store.snapshot()->mutes);
    REQUIRE(sanctions.mutes(kStart).size() == 1);
    CHECK(sanctions.mutes(kStart)[0].name == "Ann");
    const auto lifted = sanctions.unmute("ann", kStart);
    CHECK(lifted.size() == 3);
    for (const auto& part : lifted) store.record(part);
    CHECK(store.commit(kStart));
  }
  CHECK(opened(folder.root).snapshot()->mutes.empty());
}

TEST_CASE("expired sanctions are removed from the disk too") {
  const Folder folder;
  auto store = opened(folder.root);
  store.record(room::MuteRecord{"ann", endpoint_of(1), in_an_hour()});
  store.record(room::BanRecord{ban_of("bob"), in_an_hour()});
  CHECK(store.commit(kStart));
  CHECK(store.commit(in_an_hour()));
  CHECK(store.health().commits == 2);
  CHECK(store.snapshot()->mutes.empty());
  CHECK(store.snapshot()->bans.empty());
}

TEST_CASE("a plugin's data is its own, and persists") {
  const Folder folder;
  {
    auto store = opened(folder.root);
    store.put("seen", "ann", 17.0);
    store.put("seen", "bob", Table{{Value("a"), Value(true)}, {}});
    store.put("seen", "eve", 1.0);
    store.put("seem", "ann", "other");
    store.put("seen2", "ann", "another");
    CHECK(store.commit(kStart));
    store.put("seen", "eve", {});
    CHECK(store.commit(kStart));
  }
  const auto store = opened(folder.root);
  const auto kept = store.plugin_data("seen");
  CHECK(kept.fields.size() == 2);
  CHECK(kept.fields.at("ann") == Value(17.0));
  CHECK(kept.fields.at("bob") == Value(Table{{Value("a"), Value(true)}, {}}));
  CHECK(store.plugin_data("other").fields.empty());
}

TEST_CASE("an unchanged value is not written again") {
  auto store = opened("");
  store.put("seen", "ann", 17.0);
  CHECK(store.commit(kStart));
  store.put("seen", "ann", 17.0);
  store.put("seen", "bob", {});
  CHECK(store.health().waiting == 0);
}

TEST_CASE("numbers go on, also when all entries are gone, and never back") {
  const Folder folder;
  Settings settings;
  settings.retention.entries = 0;
  {
    auto store = opened(folder.root, settings);
    for (uint64_t number = 1; number <= 32; ++number) store.append(entry_of(number));
    store.counters(5, 20);
    store.counters(4, 21);
    CHECK(store.commit(kStart));
    CHECK(store.health().entries == 0);
  }
  const auto snapshot = *opened(folder.root).snapshot();
  CHECK(snapshot.entries.empty());
  CHECK(snapshot.last_entry == 32);
  CHECK(snapshot.last_member == 5);
  CHECK(snapshot.lines_said == 21);
}

TEST_CASE("counters that change with every line are stored in the entry, and restored from it") {
  const Folder folder;
  {
    auto store = opened(folder.root);
    store.append(entry_of(1));
    store.counters(5, 20);
    CHECK(store.commit(kStart));
    store.append(entry_of(2));
    store.counters(5, 21);
    store.sent(1);
    CHECK(store.commit(kStart));
    auto other = Database::open(folder.root / "room.db", Database::Access::read_only, "");
    CHECK(*other->ask("SELECT count(*) FROM counters") == "0");
  }
  auto store = opened(folder.root);
  const auto snapshot = *store.snapshot();
  CHECK(snapshot.last_entry == 2);
  CHECK(snapshot.last_member == 5);
  CHECK(snapshot.lines_said == 21);
  CHECK(snapshot.sent == 1);
  CHECK(store.commit(kStart));
  auto other = Database::open(folder.root / "room.db", Database::Access::read_only, "");
  CHECK(*other->ask("SELECT said FROM counters") == "21");
}

TEST_CASE("the snapshot has the latest thousand entries, oldest first") {
  const Folder folder;
  auto store = opened(folder.root);
  for (uint64_t number = 1; number <= 1003; ++number) store.append(entry_of(number));
  CHECK(store.commit(kStart));
  const auto entries = store.snapshot()->entries;
  REQUIRE(entries.size() == 1000);
  CHECK(entries.front().number == 4);
  CHECK(entries.back().number == 1003);
}

TEST_CASE("uncommitted changes are lost after a restart") {
  const Folder folder;
  {
    auto store = opened(folder.root);
    store.append(entry_of(1));
    store.put("seen", "ann", 1.0);
  }
  auto store = opened(folder.root);
  CHECK(store.snapshot()->entries.empty());
  CHECK(store.plugin_data("seen").fields.empty());
}

TEST_CASE("a commit of nothing costs no transaction") {
  auto store = opened("");
  CHECK(store.commit(kStart));
  CHECK(store.health().commits == 0);
}

TEST_CASE("the oldest entries go when there are too many, some with each commit") {
  const Folder folder;
  Settings settings;
  settings.retention.entries = 100;
  auto store = opened(folder.root, settings);
  for (uint64_t number = 1; number <= 1000; ++number) {
    store.append(entry_of(number));
    CHECK(store.commit(kStart));
    CHECK(store.health().entries < 100 + 32);
  }
  CHECK(store.health().entries >= 100);
  CHECK(store.snapshot()->entries.front().number == 1001 - store.health().entries);
}

TEST_CASE("a limit that was lowered is reached little by little") {
  const Folder folder;
  {
    auto store = opened(folder.root);
    for (uint64_t number = 1; number <= 1000; ++number) store.append(entry_of(number));
    CHECK(store.commit(kStart));
  }
  Settings settings;
  settings.retention.entries = 10;
  auto store = opened(folder.root, settings);
  auto before = store.health().entries;
  CHECK(before == 1000);
  for (uint64_t number = 1001; number <= 2000; ++number) {
    store.append(entry_of(number));
    CHECK(store.commit(kStart));
    CHECK(before <= store.health().entries + 64);
    before = store.health().entries;
  }
  CHECK(before < 10 + 32);
}

TEST_CASE("entries are counted, whatever gaps their numbers have") {
  const Folder folder;
  Settings settings;
  settings.retention.entries = 100;
  auto store = opened(folder.root, settings);
  for (uint64_t number = 1; number <= 1000; ++number) {
    store.append(entry_of(17 * number));
    CHECK(store.commit(kStart));
  }
  CHECK(store.health().entries >= 100);
  CHECK(store.health().entries < 100 + 32);
  CHECK(store.snapshot()->entries.back().number == 17'000);
}

TEST_CASE("entries that are too old go, however few there are") {
  const Folder folder;
  Settings settings;
  settings.retention.age = std::chrono::hours(24);
  auto store = opened(folder.root, settings);
  for (uint64_t number = 1; number <= 40; ++number) store.append(entry_of(number));
  CHECK(store.commit(kStart));
  CHECK(store.health().entries == 40);
  const auto tomorrow = kStart + std::chrono::hours(25);
  for (uint64_t number = 41; number <= 80; ++number) {
    auto entry = entry_of(number);
    entry.time = tomorrow;
    store.append(entry);
  }
  CHECK(store.commit(tomorrow));
  CHECK(store.health().entries == 40);
  CHECK(store.snapshot()->entries.front().number == 41);
}

TEST_CASE("an entry's displayed time does not determine its age") {
  const Folder folder;
  Settings settings;
  settings.retention.age = std::chrono::hours(24 * 30);
  auto store = opened(folder.root, settings);
  const auto days = [](int count) { return std::chrono::hours(24 * count); };
  for (uint64_t number = 1; number <= 80; ++number) {
    auto entry = entry_of(number);
    entry.time = number % 2 ? WallTime{} : kStart + days(4000);
    store.append(entry);
    CHECK(store.commit(kStart));
  }
  CHECK(store.health().entries == 80);
  for (uint64_t number = 81; number <= 160; ++number) {
    store.append(entry_of(number));
    CHECK(store.commit(kStart + days(29)));
  }
  CHECK(store.health().entries == 160);
  for (uint64_t number = 161; number <= 240; ++number) {
    store.append(entry_of(number));
    CHECK(store.commit(kStart + days(32)));
  }
  CHECK(store.snapshot()->entries.front().number > 80 - 32);
  CHECK(store.snapshot()->entries.front().number <= 81);
}

TEST_CASE("ages and the clock are kept over restarts, and of the marks no more than are needed") {
  const Folder folder;
  Settings settings;
  settings.retention.age = std::chrono::hours(24 * 30);
  TrustedClock::State clock;
  uint64_t number = 0;
  for (int day = 0; day < 200; ++day) {
    auto store = opened(folder.root, settings);
    if (day > 0) CHECK(store.stored_clock() == clock);
    clock.trusted = kStart + std::chrono::hours(24 * day);
    clock.boot = std::to_string(day);
    store.put_clock(clock);
    for (int line = 0; line < 40; ++line) store.append(entry_of(++number));
    CHECK(store.commit(clock.trusted));
  }
  const auto entries = opened(folder.root, settings).health().entries;
  CHECK(entries >= 30 * 40);
  CHECK(entries <= 33 * 40);
  auto database = Database::open(folder.root / "room.db", Database::Access::read_only, "");
  REQUIRE(database);
  CHECK(std::stoi(*database->ask("SELECT count(*) FROM ages")) <= 35);
}

TEST_CASE("a file of a version without ages loses nothing at first") {
  const Folder folder;
  {
    auto store = opened(folder.root);
    for (uint64_t number = 1; number <= 80; ++number) store.append(entry_of(number));
    CHECK(store.commit(kStart));
  }
  {
    auto database = Database::open(folder.root / "room.db", Database::Access::read_write, "");
    REQUIRE(database);
    CHECK(database->run("DELETE FROM ages; UPDATE entries SET time = 0"));
  }
  Settings settings;
  settings.retention.age = std::chrono::hours(24);
  auto store = opened(folder.root, settings);
  CHECK_FALSE(store.stored_clock());
  for (uint64_t number = 81; number <= 160; ++number) {
    store.append(entry_of(number));
    CHECK(store.commit(kStart + std::chrono::hours(1)));
  }
  CHECK(store.health().entries == 160);
}

TEST_CASE("without a folder nothing is on disk, and little is kept") {
  auto store = opened("");
  for (uint64_t number = 1; number <= 5000; ++number) {
    store.append(entry_of(number));
    CHECK(store.commit(kStart));
  }
  const auto health = store.health();
  CHECK_FALSE(health.on_disk);
  CHECK(health.entries < 1100);
  CHECK(health.bytes == 0);
  CHECK(store.lock_descriptor() == -1);
  CHECK(store.snapshot()->last_entry == 5000);
}

TEST_CASE("the folder and the file are their owner's alone") {
  const Folder folder;
  const auto store = opened(folder.root / "a/b/");
  struct stat made {};
  REQUIRE(::stat((folder.root / "a/b").c_str(), &made) == 0);
  CHECK((made.st_mode & 0777) == 0700);
  for (const auto& file : fs::directory_iterator(folder.root / "a/b")) {
    REQUIRE(::stat(file.path().c_str(), &made) == 0);
    CHECK_MESSAGE((made.st_mode & 0777) == 0600, file.path().string());
  }
}

TEST_CASE("a folder that cannot be made is told") {
  const Folder folder;
  std::ofstream(folder.root / "file") << "in the way";
  const auto store = Store::open(folder.root / "file/data", {});
  REQUIRE_FALSE(store);
  CHECK(store.error().what.find("cannot be made") != std::string::npos);
}

TEST_CASE("a folder is one host's") {
  const Folder folder;
  const auto store = opened(folder.root);
  const auto other = Store::open(folder.root, {});
  REQUIRE_FALSE(other);
  CHECK(other.error().what.find("in use by another host") != std::string::npos);
}

TEST_CASE("a file of a newer version is left alone") {
  const Folder folder;
  { opened(folder.root); }
  {
    auto database = Database::open(folder.root / "room.db", Database::Access::read_write, "");
    REQUIRE(database->run("PRAGMA user_version = 1000"));
  }
  const auto store = Store::open(folder.root, {});
  REQUIRE_FALSE(store);
  CHECK(store.error().what.find("made by a newer version") != std::string::npos);
}

TEST_CASE("while the disk fails, the same problem is told until it is time to try again") {
  FaultyVfs disk;
  const Folder folder;
  Settings settings;
  settings.vfs = disk.name();
  auto store = opened(folder.root, settings);
  disk.fail_at(1, SQLITE_FULL, true);
  store.append(entry_of(1));
  const auto first = store.commit(kStart);
  REQUIRE_FALSE(first);
  CHECK(first.error().what.find("the disk is full") != std::string::npos);
  disk.heal();
  store.append(entry_of(2));
  const auto second = store.commit(kStart + std::chrono::milliseconds(999));
  REQUIRE_FALSE(second);
  CHECK(second.error().what == first.error().what);
  CHECK(store.health().entries == 0);
  CHECK(store.commit(kStart + std::chrono::milliseconds(1000)));
  CHECK(store.health().entries == 2);
  CHECK(store.health().problem.empty());
}

TEST_CASE("a clock that was set back does not prevent a retry") {
  FaultyVfs disk;
  const Folder folder;
  Settings settings;
  settings.vfs = disk.name();
  auto store = opened(folder.root, settings);
  disk.fail_at(1, SQLITE_IOERR_WRITE, false);
  store.append(entry_of(1));
  CHECK_FALSE(store.commit(kStart));
  CHECK(store.commit(kStart - std::chrono::hours(1)));
}

TEST_CASE("of the entries that wait the oldest are given up when there are too many") {
  FaultyVfs disk;
  const Folder folder;
  Settings settings;
  settings.vfs = disk.name();
  auto store = opened(folder.root, settings);
  disk.fail_at(1, SQLITE_FULL, true);
  for (uint64_t number = 1; number <= 10'003; ++number) {
    store.append({number, kStart, {}});
    if (number % 1000 == 0) CHECK_FALSE(store.commit(kStart + std::chrono::seconds(number)));
  }
  CHECK(store.health().dropped == 3);
  disk.heal();
  CHECK(store.commit(kStart + std::chrono::hours(24)));
  CHECK(store.health().entries == 10'000);
  CHECK(store.snapshot()->last_entry == 10'003);
}

TEST_CASE("a member who joins and leaves while the disk fails leaves no pending change") {
  FaultyVfs disk;
  const Folder folder;
  Settings settings;
  settings.vfs = disk.name();
  auto store = opened(folder.root, settings);
  disk.fail_at(1, SQLITE_FULL, true);
  for (uint64_t who = 1; who <= 1000; ++who) {
    store.record(room::MemberRecord{who, "ann", endpoint_of(1), true, kStart});
    CHECK_FALSE(store.commit(kStart + std::chrono::seconds(2 * who)));
    store.record(room::MemberRemoved{who});
  }
  CHECK(store.health().waiting == 0);
}

TEST_CASE("a turn of which one row cannot be written is not written at all, and tried again") {
  const Folder folder;
  auto store = opened(folder.root);
  auto other = Database::open(folder.root / "room.db", Database::Access::read_write, "");
  REQUIRE(
      other->run("CREATE TRIGGER t BEFORE INSERT ON seats BEGIN SELECT raise(ABORT, 'no'); END"));
  play(store, 1);
  CHECK_FALSE(store.commit(kStart));
  CHECK(*other->ask("SELECT count(*) FROM entries") == "0");
  REQUIRE(other->run("DROP TRIGGER t"));
  CHECK(store.commit(kStart + std::chrono::seconds(1)));
  CHECK(summary_of(store) == expected_summary(1));
}

void write_over(const fs::path& file, std::streamoff at, size_t size) {
  std::fstream out(file, std::ios::in | std::ios::out | std::ios::binary);
  out.seekp(at);
  out << std::string(size, 'x');
}

std::string content_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

TEST_CASE("a file that is no database is set aside as it is, and a fresh one begun") {
  const Folder folder;
  std::ofstream(folder.root / "room.db") << std::string(10'000, 'n');
  std::ofstream(folder.root / "room.db.damaged-1") << "of an earlier accident";
  auto store = opened(folder.root);
  CHECK(store.health().notice.find("room.db.damaged-2") != std::string::npos);
  CHECK(content_of(folder.root / "room.db.damaged-2") == std::string(10'000, 'n'));
  CHECK(content_of(folder.root / "room.db.damaged-1") == "of an earlier accident");
  store.append(entry_of(1));
  CHECK(store.commit(kStart));
}

TEST_CASE("a file with a page that makes no sense is set aside with its log") {
  const Folder folder;
  std::string log;
  {
    auto store = opened(folder.root);
    for (uint64_t number = 1; number <= 100; ++number) store.append(entry_of(number));
    CHECK(store.commit(kStart));
  }
  write_over(folder.root / "room.db", 20'480, 4096);
  std::ofstream(folder.root / "room.db-wal") << "what a log was once";
  const auto damaged = content_of(folder.root / "room.db");
  auto store = opened(folder.root);
  CHECK(store.health().notice.find("room.db.damaged-1") != std::string::npos);
  CHECK(content_of(folder.root / "room.db.damaged-1") == damaged);
  CHECK(fs::exists(folder.root / "room.db.damaged-1-wal"));
  CHECK(store.snapshot()->entries.empty());
}

// Overwrites all but the first page, as if the disk had lost them. The write by another connection
// makes the host read the pages again.
void damage_under(const fs::path& file) {
  auto other = Database::open(file, Database::Access::read_write, "");
  REQUIRE(other->run("PRAGMA user_version = 1"));
  REQUIRE(other->checkpoint(Database::Checkpoint::passive));
  write_over(file, 4096, fs::file_size(file) - 4096);
}

TEST_CASE("a file that is damaged under a running host is set aside; the data in memory is kept") {
  const Folder folder;
  Settings settings;
  settings.retention.entries = 10;
  auto store = opened(folder.root, settings);
  for (int turn = 1; turn <= 5; ++turn) {
    play(store, turn);
    CHECK(store.commit(kStart));
  }
  damage_under(folder.root / "room.db");
  play(store, 6);
  CHECK(store.commit(kStart + std::chrono::seconds(2)));
  CHECK(store.health().notice.find("room.db.damaged-1") != std::string::npos);
  CHECK(store.health().waiting == 0);
  const auto snapshot = *store.snapshot();
  CHECK(snapshot.entries.front().number == 16);
  CHECK(snapshot.members.size() == 4);
  CHECK(snapshot.last_entry == 18);
  CHECK(snapshot.bans.size() == 6);
}

TEST_CASE("a file that was deleted under a running host is created again from memory") {
  const Folder folder;
  auto store = opened(folder.root);
  play(store, 1);
  CHECK(store.commit(kStart));
  fs::remove(folder.root / "room.db");
  CHECK(store.commit(kStart + std::chrono::minutes(1)));
  CHECK(store.health().notice.find("renamed or deleted") != std::string::npos);
  CHECK(fs::exists(folder.root / "room.db"));
  CHECK(store.snapshot()->members.size() == 1);
  CHECK(store.health().entries == 0);
}

TEST_CASE("a file that was renamed under a running host has all that was committed") {
  const Folder folder;
  auto store = opened(folder.root);
  for (int turn = 1; turn <= 3; ++turn) {
    play(store, turn);
    CHECK(store.commit(kStart));
  }
  fs::rename(folder.root / "room.db", folder.root / "kept.db");
  CHECK(store.commit(kStart + std::chrono::minutes(1)));
  auto kept = Database::open(folder.root / "kept.db", Database::Access::read_only, "");
  REQUIRE(kept);
  CHECK(*kept->ask("SELECT count(*) FROM entries") == "9");
  CHECK(store.snapshot()->members.size() == 2);
}

TEST_CASE("whatever bytes of a file are changed, a host begins, and nothing is destroyed") {
  const FaultyVfs disk;
  const Folder folder;
  const auto settings = story_settings(disk.name(), false);
  {
    auto store = opened(folder.root / "whole", settings);
    for (int turn = 1; turn <= kTurns; ++turn) {
      play(store, turn);
      CHECK(store.commit(kStart));
    }
  }
  const auto whole = content_of(folder.root / "whole/room.db");
  std::mt19937 random(7);
  int set_aside = 0;
  for (int round = 0; round < 200; ++round) {
    INFO("round ", round);
    auto bytes = whole;
    for (auto count = 1 + random() % 30; count > 0; --count)
      bytes[random() % (round % 2 == 0 ? 1000 : bytes.size())] = char(random());
    const auto data = folder.root / std::to_string(round);
    fs::create_directories(data);
    std::ofstream(data / "room.db", std::ios::binary) << bytes;
    auto store = Store::open(data, settings);
    if (!store) {
      // A version that can be a later one's.
      CHECK(content_of(data / "room.db") == bytes);
      continue;
    }
    store->snapshot();
    play(*store, kTurns + 1);
    const auto committed = store->commit(kStart);
    CHECK_MESSAGE(committed, committed.error().what);
    CHECK(fs::exists(data / "room.db.damaged-1") == !store->health().notice.empty());
    set_aside += fs::exists(data / "room.db.damaged-1");
  }
  CHECK(set_aside > 50);
}

}  // namespace
}  // namespace moonroom::store
