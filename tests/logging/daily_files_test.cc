#include "logging/daily_files.h"

#include <doctest/doctest.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "support/folder.h"
#include "support/text.h"

using namespace moonroom;
using namespace std::chrono_literals;
using support::has;
namespace fs = std::filesystem;

namespace {

// Noon of 15 January 2027, UTC: the same day in every zone but two.
constexpr WallTime kNoon{std::chrono::seconds(1'800'014'400)};

struct Logs {
  support::Folder folder;
  fs::path logs = folder.root / "logs";
  logging::DailyFiles files{logs};
  logging::LogTime time{SteadyTime(1h), kNoon, kNoon, true};

  void step(std::chrono::milliseconds length) {
    time.steady += length;
    time.wall += length;
    time.calendar += length;
  }
  bool write(const std::string& name, std::string_view line) {
    CHECK(files.add(name, line, time));
    step(2s);
    return files.flush(time);
  }
  std::string read(const fs::path& path) const {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  std::string today(const std::string& name) const {
    return read(logs / (name + "_2027-01-15.log"));
  }
  mode_t mode(const fs::path& path) const {
    struct stat about {};
    CHECK(::stat(path.c_str(), &about) == 0);
    return about.st_mode & 0777u;
  }
  size_t count() const {
    return static_cast<size_t>(std::distance(fs::directory_iterator(logs), {}));
  }
};

}  // namespace

TEST_CASE_FIXTURE(Logs, "lines stand in a file of the day, for the owner alone") {
  CHECK_FALSE(write("chat", "hello"));
  CHECK_FALSE(write("chat", "again"));
  CHECK(has(today("chat"), "hello\n"));
  CHECK(today("chat").starts_with("2027-01-1"));
  CHECK(has(today("chat"), " again\n"));
  CHECK(mode(logs) == 0700);
  CHECK(mode(logs / "chat_2027-01-15.log") == 0600);
  step(24h);
  write("chat", "tomorrow");
  CHECK(has(read(logs / "chat_2027-01-16.log"), "tomorrow"));
}

TEST_CASE_FIXTURE(Logs, "files of earlier versions become private") {
  fs::create_directories(logs);
  ::chmod(logs.c_str(), 0755);
  std::ofstream(logs / "chat_2027-01-15.log") << "old\n";
  ::chmod((logs / "chat_2027-01-15.log").c_str(), 0644);
  write("chat", "new");
  CHECK(today("chat").starts_with("old\n"));
  CHECK(mode(logs) == 0700);
  CHECK(mode(logs / "chat_2027-01-15.log") == 0600);
}

TEST_CASE_FIXTURE(Logs, "a file that was moved, deleted or replaced is begun anew") {
  write("chat", "one");
  fs::rename(logs / "chat_2027-01-15.log", logs / "moved");
  write("chat", "two");
  CHECK_FALSE(has(today("chat"), "one"));
  CHECK(has(today("chat"), "two"));
  CHECK(has(read(logs / "moved"), "one"));
  fs::remove(logs / "chat_2027-01-15.log");
  write("chat", "three");
  CHECK(has(today("chat"), "three"));
  fs::remove_all(logs);
  write("chat", "four");
  CHECK(has(today("chat"), "four"));
  CHECK(files.problem().empty());
}

TEST_CASE_FIXTURE(Logs, "thirty days are counted by dates, of all logs and of logs alone") {
  fs::create_directories(logs);
  for (const auto* name :
       {"chat_2027-01-14.log", "chat_2026-12-16.log", "chat_2026-12-15.log", "chat_2025-01-01.log",
        "other_2026-11-30.log", "chat_1970-01-01.log", "chat_2027-02-30.log", "chat_2028-01-01.log",
        "chat.log", "chat_2026-01-01.txt", "2026-01-01.log", "_2026-01-01.log", "notes",
        "chat_2026-1-01.log"})
    std::ofstream(logs / name) << "x";
  fs::create_directories(logs / "sub_2020-01-01.log");
  CHECK_FALSE(files.flush(time));
  for (const auto* kept : {"chat_2027-01-14.log", "chat_2026-12-16.log", "chat_2027-02-30.log",
                           "chat_2028-01-01.log", "chat.log", "chat_2026-01-01.txt",
                           "2026-01-01.log", "notes", "chat_2026-1-01.log", "sub_2020-01-01.log"}) {
    INFO(kept);
    CHECK(fs::exists(logs / kept));
  }
  for (const auto* gone : {"chat_2026-12-15.log", "chat_2025-01-01.log", "other_2026-11-30.log",
                           "chat_1970-01-01.log"}) {
    INFO(gone);
    CHECK_FALSE(fs::exists(logs / gone));
  }
  // Also on a day without any line.
  step(24h);
  files.flush(time);
  CHECK_FALSE(fs::exists(logs / "chat_2026-12-16.log"));
}

TEST_CASE_FIXTURE(Logs, "while dates are in doubt nothing is deleted") {
  fs::create_directories(logs);
  std::ofstream(logs / "chat_2025-01-01.log") << "x";
  time.dates_hold = false;
  files.flush(time);
  CHECK(fs::exists(logs / "chat_2025-01-01.log"));
}

TEST_CASE_FIXTURE(Logs, "lines show the wall clock, names the calendar") {
  time.wall += std::chrono::days(400);
  write("chat", "hello");
  CHECK(today("chat").starts_with("2028-02-"));
}

TEST_CASE_FIXTURE(Logs, "an obstacle is named, and lines wait until it is gone") {
  std::ofstream(folder.root / "logs") << "a file";
  CHECK(write("chat", "one"));
  CHECK(has(files.problem(), "cannot be made"));
  CHECK_FALSE(write("chat", "two"));
  fs::remove(folder.root / "logs");
  CHECK(write("chat", "three"));
  CHECK(files.problem().empty());
  CHECK(has(today("chat"), "one\n"));
  CHECK(has(today("chat"), "three\n"));
}

TEST_CASE_FIXTURE(Logs, "nothing but a regular file is written to") {
  fs::create_directories(logs);
  const auto path = logs / "chat_2027-01-15.log";
  REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
  CHECK(write("chat", "fifo"));
  CHECK_FALSE(files.problem().empty());
  fs::remove(path);
  fs::create_symlink(folder.root / "elsewhere", path);
  write("chat", "link");
  CHECK_FALSE(files.problem().empty());
  CHECK_FALSE(fs::exists(folder.root / "elsewhere"));
  fs::remove(path);
  fs::create_directory(path);
  write("chat", "folder");
  CHECK_FALSE(files.problem().empty());
  fs::remove(path);
  CHECK(write("chat", "file"));
  CHECK(has(today("chat"), "fifo\n"));
  CHECK(has(today("chat"), "file\n"));
}

TEST_CASE_FIXTURE(Logs,
                  "while writes fail, the latest lines over the limit are dropped and counted") {
  std::ofstream(folder.root / "logs") << "a file";
  const std::string line(1000, 'x');
  for (int i = 0; i < 2000; ++i) CHECK(files.add("chat", line, time));
  files.flush(time);
  CHECK(files.lost() > 900);
  CHECK(files.lost() < 1000);
}

TEST_CASE_FIXTURE(Logs, "there are no more than sixteen names") {
  for (int i = 0; i < 16; ++i) CHECK(files.add("log" + std::to_string(i), "x", time));
  CHECK_FALSE(files.add("one-more", "x", time));
  files.flush(time);
  CHECK(count() == 16);
}

TEST_CASE_FIXTURE(Logs, "a full disk is told, and written to when there is room") {
  const auto mount = folder.root / "small";
  fs::create_directories(mount);
  // Without permission to mount, the test is skipped.
  if (::unshare(CLONE_NEWNS) != 0 || ::mount("", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
      ::mount("tmpfs", mount.c_str(), "tmpfs", 0, "size=16k") != 0)
    return;
  logging::DailyFiles small(mount / "logs");
  const std::string line(8000, 'x');
  for (int i = 0; i < 8; ++i) CHECK(small.add("chat", line, time));
  CHECK(small.flush(time));
  CHECK(has(small.problem(), "No space"));
  CHECK(::mount("tmpfs", mount.c_str(), "tmpfs", MS_REMOUNT, "size=1m") == 0);
  step(2s);
  CHECK(small.flush(time));
  CHECK(small.problem().empty());
  CHECK(fs::file_size(mount / "logs" / "chat_2027-01-15.log") > 64'000);
  CHECK(::umount2(mount.c_str(), MNT_DETACH) == 0);
}
