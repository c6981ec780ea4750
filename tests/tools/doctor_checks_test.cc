#include "tools/doctor_checks.h"

#include <doctest/doctest.h>

#include <string>

#include "support/text.h"

using namespace moonroom;
using support::has;
using tools::Finding;
using Weight = Finding::Severity;

namespace {

constexpr uid_t kAnn = 1000;

tools::FolderFacts good_folder() {
  tools::FolderFacts folder;
  folder.path = "/var/lib/moonroom";
  folder.is_there = true;
  folder.owner = kAnn;
  folder.mode = 040700;
  folder.may_write = true;
  folder.free_bytes = uint64_t{1} << 40;
  return folder;
}

Finding data(const tools::FolderFacts& folder, uid_t who = kAnn) {
  auto finding = tools::check_data(folder, who);
  CHECK(finding.remedy.empty() == (finding.severity == Weight::ok));
  return finding;
}

}  // namespace

TEST_CASE("the user's own folder is fine, and so is one that will be created") {
  CHECK(data(good_folder()).severity == Weight::ok);
  CHECK(data(good_folder(), 0).severity == Weight::ok);
  auto folder = good_folder();
  folder.is_there = false;
  CHECK(data(folder).severity == Weight::ok);
  folder.may_write = false;
  CHECK(data(folder).severity == Weight::error);
}

TEST_CASE("a folder of another user, a writable one and one on a network are errors") {
  auto folder = good_folder();
  CHECK(has(data(folder, kAnn + 1).state, "belongs to user 1000"));
  folder.mode = 040755;
  CHECK(has(data(folder).remedy, "chmod 700 /var/lib/moonroom"));
  folder = good_folder();
  folder.remote = true;
  CHECK(data(folder).severity == Weight::error);
  folder = good_folder();
  folder.may_write = false;
  CHECK(data(folder).severity == Weight::error);
}

TEST_CASE("a folder in memory works, but not for long") {
  auto folder = good_folder();
  folder.in_memory = true;
  CHECK(data(folder).severity == Weight::advice);
}

TEST_CASE("little space on a disk is advice, none is an error") {
  auto folder = good_folder();
  CHECK(tools::check_space(folder).severity == Weight::ok);
  folder.free_bytes = 100u << 20;
  CHECK(tools::check_space(folder).severity == Weight::advice);
  folder.free_bytes = 1u << 20;
  CHECK(tools::check_space(folder).severity == Weight::error);
}

TEST_CASE("world-writable plugins are an error") {
  auto folder = good_folder();
  folder.mode = 040775;
  CHECK(tools::check_plugins(folder, 3).severity == Weight::ok);
  folder.mode = 040777;
  CHECK(tools::check_plugins(folder, 3).severity == Weight::error);
  folder.is_there = false;
  CHECK(tools::check_plugins(folder, 0).severity == Weight::advice);
}

TEST_CASE("small buffers work, and the remedy is a line that can be typed") {
  const auto small = tools::check_buffer("rmem_max", 212992);
  CHECK(small.severity == Weight::advice);
  CHECK(has(small.remedy, "sysctl -w net.core.rmem_max=8388608"));
  CHECK(tools::check_buffer("rmem_max", 8388608).severity == Weight::ok);
}

TEST_CASE("too few open files, no filter of system calls and a clock of long ago are wrong") {
  CHECK(tools::check_open_files(64).severity == Weight::error);
  CHECK(tools::check_open_files(1024).severity == Weight::ok);
  CHECK(tools::check_open_files(RLIM_INFINITY).severity == Weight::ok);
  CHECK(tools::check_seccomp(false).severity == Weight::error);
  CHECK(tools::check_seccomp(true).severity == Weight::ok);
  CHECK(tools::check_clock(WallTime{}, true).severity == Weight::error);
  const WallTime today(std::chrono::hours(24 * 365 * 56));
  CHECK(tools::check_clock(today, true).severity == Weight::ok);
  CHECK(tools::check_clock(today, false).severity == Weight::advice);
}
