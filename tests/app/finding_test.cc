#include "app/finding.h"

#include <doctest/doctest.h>

#include <string>

#include "support/text.h"

using namespace moonroom;
using app::Finding;
using support::has;
using Weight = Finding::Weight;

namespace {

constexpr uid_t kAnn = 1000;

app::FolderFacts good_folder() {
  app::FolderFacts folder;
  folder.path = "/var/lib/moonroom";
  folder.is_there = true;
  folder.owner = kAnn;
  folder.mode = 040700;
  folder.may_write = true;
  folder.free_bytes = uint64_t{1} << 40;
  return folder;
}

Finding data(const app::FolderFacts& folder, uid_t who = kAnn) {
  auto finding = app::find_data(folder, who);
  CHECK(finding.remedy.empty() == (finding.weight == Weight::well));
  return finding;
}

}  // namespace

TEST_CASE("a folder of one's own is well, and so is one that will be made") {
  CHECK(data(good_folder()).weight == Weight::well);
  CHECK(data(good_folder(), 0).weight == Weight::well);
  auto folder = good_folder();
  folder.is_there = false;
  CHECK(data(folder).weight == Weight::well);
  folder.may_write = false;
  CHECK(data(folder).weight == Weight::wrong);
}

TEST_CASE("another's folder, an open one and one of a network are wrong") {
  auto folder = good_folder();
  CHECK(has(data(folder, kAnn + 1).state, "belongs to user 1000"));
  folder.mode = 040755;
  CHECK(has(data(folder).remedy, "chmod 700 /var/lib/moonroom"));
  folder = good_folder();
  folder.remote = true;
  CHECK(data(folder).weight == Weight::wrong);
  folder = good_folder();
  folder.may_write = false;
  CHECK(data(folder).weight == Weight::wrong);
}

TEST_CASE("a folder in memory works, but not for long") {
  auto folder = good_folder();
  folder.in_memory = true;
  CHECK(data(folder).weight == Weight::advice);
}

TEST_CASE("little room on a disk is something to think about, none is to be changed") {
  auto folder = good_folder();
  CHECK(app::find_space(folder).weight == Weight::well);
  folder.free_bytes = 100u << 20;
  CHECK(app::find_space(folder).weight == Weight::advice);
  folder.free_bytes = 1u << 20;
  CHECK(app::find_space(folder).weight == Weight::wrong);
}

TEST_CASE("plugins that everybody may change are wrong") {
  auto folder = good_folder();
  folder.mode = 040775;
  CHECK(app::find_plugins(folder, 3).weight == Weight::well);
  folder.mode = 040777;
  CHECK(app::find_plugins(folder, 3).weight == Weight::wrong);
  folder.is_there = false;
  CHECK(app::find_plugins(folder, 0).weight == Weight::advice);
}

TEST_CASE("small buffers work, and the remedy is a line that can be typed") {
  const auto small = app::find_buffer("rmem_max", 212992);
  CHECK(small.weight == Weight::advice);
  CHECK(has(small.remedy, "sysctl -w net.core.rmem_max=8388608"));
  CHECK(app::find_buffer("rmem_max", 8388608).weight == Weight::well);
}

TEST_CASE("too few open files, no filter of system calls and a clock of long ago are wrong") {
  CHECK(app::find_open_files(64).weight == Weight::wrong);
  CHECK(app::find_open_files(1024).weight == Weight::well);
  CHECK(app::find_open_files(RLIM_INFINITY).weight == Weight::well);
  CHECK(app::find_seccomp(false).weight == Weight::wrong);
  CHECK(app::find_seccomp(true).weight == Weight::well);
  CHECK(app::find_clock(WallTime{}, true).weight == Weight::wrong);
  const WallTime today(std::chrono::hours(24 * 365 * 56));
  CHECK(app::find_clock(today, true).weight == Weight::well);
  CHECK(app::find_clock(today, false).weight == Weight::advice);
}
