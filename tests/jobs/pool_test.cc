#include "jobs/pool.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <set>

#include "jobs/shell_jobs.h"

using namespace moonroom;
using namespace moonroom::support;
using namespace std::chrono_literals;
using jobs::Pool;

namespace {

// The targets of this process's descriptors: "pipe:[4711]", once per descriptor.
std::multiset<std::string> open_files() {
  std::multiset<std::string> files;
  std::error_code gone;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd"))
    files.insert(std::filesystem::read_symlink(entry.path(), gone).string());
  return files;
}

// True for a living child or a zombie.
bool has_children() {
  siginfo_t info{};
  return ::waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0 || errno != ECHILD;
}

bool exists(pid_t pid) {
  return ::kill(pid, 0) == 0;
}

}  // namespace

TEST_CASE("the output of a job that exits with status 0 is its result") {
  Shells shells;
  REQUIRE(shells.submit(7, "printf 'forty two' >&4"));
  const auto done = wait_for_done(shells.pool);
  CHECK(done.id == 7);
  REQUIRE(done.result);
  CHECK(*done.result == "forty two");
  CHECK(shells.pool.stats().finished == 1);
  CHECK(shells.pool.stats().failed == 0);
  CHECK(shells.pool.stats().running == 0);
  CHECK_FALSE(shells.pool.next());
}

TEST_CASE("jobs start in the order of their coming") {
  Shells one({.processes = 1});
  for (uint64_t id = 1; id <= 6; ++id) one.submit(id, "echo >&4");
  for (uint64_t id = 1; id <= 6; ++id) CHECK(wait_for_done(one.pool).id == id);
}

TEST_CASE("no more run at once than there are places") {
  Shells shells({.processes = 2});
  for (uint64_t id = 1; id <= 3; ++id) shells.submit(id, kEndless);
  CHECK(shells.pool.stats().running == 2);
  CHECK(shells.pool.stats().waiting == 1);
  shells.pool.watch(kNow);
  CHECK(shells.pool.stats().running == 2);
  const auto first = shells.pool.running_jobs().front().child().pid();
  ::kill(first, SIGTERM);
  CHECK(wait_for_done(shells.pool).id == 1);
  CHECK(shells.pool.stats().waiting == 0);
  REQUIRE(shells.pool.stats().running == 2);
  CHECK(shells.pool.running_jobs().back().id() == 3);
}

TEST_CASE("a job is refused when too many wait") {
  Shells shells({.processes = 1, .waiting = 2});
  for (uint64_t id = 1; id <= 3; ++id) CHECK(shells.submit(id, kEndless));
  CHECK_FALSE(shells.submit(4, "echo >&4"));
  shells.pool.cancel(2);
  CHECK(shells.submit(4, "echo >&4"));
}

TEST_CASE("a program that is not there is a job's problem, told at once") {
  Pool pool("/no/such/program", {});
  CHECK(pool.submit({1, ""}, kNow));
  const auto done = pool.next();
  REQUIRE(done);
  REQUIRE_FALSE(done->result);
  CHECK(done->result.error().what ==
        "cannot be started: /no/such/program: No such file or directory");
  CHECK(pool.stats().failed == 1);
  CHECK(pool.stats().running == 0);
}

TEST_CASE("a job's patience begins with its start") {
  Shells shells({.processes = 1, .each = {.patience = 1500ms}});
  shells.submit(1, kEndless);
  shells.submit(2, kEndless);
  shells.pool.watch(kNow + 2s);
  CHECK(outcome(shells.pool, kNow + 2s) == "! took longer than 1500 ms");
  REQUIRE(shells.pool.next_due());
  CHECK(*shells.pool.next_due() == kNow.steady + 3500ms);
}

TEST_CASE("the descriptor is still when nothing happens") {
  Shells shells;
  CHECK_FALSE(readable(shells.pool));
  shells.submit("exec 4>&-; exec sleep 60");
  watch_once(shells.pool);
  CHECK_FALSE(readable(shells.pool));
  CHECK(shells.pool.stats().running == 1);
}

TEST_CASE("of a cancelled job nothing is told, be it waiting, running or done") {
  Shells shells({.processes = 1});
  shells.submit(1, "echo >&4");
  while (shells.pool.stats().finished == 0) watch_once(shells.pool);
  shells.submit(2, kEndless);
  shells.submit(3, kEndless);
  shells.submit(4, "echo >&4");
  const auto pid = shells.pool.running_jobs().front().child().pid();
  for (const uint64_t id : {1u, 2u, 3u, 99u}) shells.pool.cancel(id);
  CHECK(wait_for_done(shells.pool).id == 4);
  CHECK_FALSE(shells.pool.next());
  CHECK_FALSE(exists(pid));
  CHECK(shells.pool.stats().finished == 2);
  CHECK(shells.pool.stats().failed == 0);
}

TEST_CASE("a cancelled job has its place until its process is reaped") {
  Shells shells({.processes = 1});
  shells.submit(1, kEndless);
  shells.pool.cancel(1);
  shells.submit(2, "echo >&4");
  CHECK(shells.pool.stats().running == 0);
  CHECK(shells.pool.stats().waiting == 1);
  CHECK(wait_for_done(shells.pool).id == 2);
}

TEST_CASE("a job gets no descriptor but its own two") {
  // With these, none of the pool's own descriptors has a number that the child needs.
  const UniqueFd third(::fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3));
  const UniqueFd fourth(::fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 4));
  const auto before = open_files();
  Shells shells({.processes = 3});
  shells.submit(1, kEndless);
  shells.submit(2, kEndless);
  shells.submit(3, "exec ls -l /proc/self/fd >&4");
  auto ours = open_files();
  for (const auto& file : before) ours.erase(file);
  const auto listing = outcome(shells.pool);
  std::set<std::string> shared;
  for (const auto& file : ours)
    if (file.starts_with("pipe:") || file.starts_with("anon_inode:"))
      if (listing.find(file) != std::string::npos) shared.insert(file);
  INFO(listing);
  CHECK(shared.size() == 1);
  CHECK(listing.find("memfd:job-request") == listing.rfind("memfd:job-request"));
}

TEST_CASE("no descriptor and no process is left behind") {
  const auto before = open_files().size();
  {
    Shells shells({.processes = 3});
    for (const auto* request : {"echo >&4", "exit 3", "kill -KILL $$", "exec cat /dev/zero >&4"}) {
      shells.submit(request);
      outcome(shells.pool);
    }
    CHECK(open_files().size() == before + 1);  // The pool's own descriptor.
    CHECK_FALSE(has_children());
    for (uint64_t id = 1; id <= 4; ++id) shells.submit(id, kEndless);
    shells.pool.cancel(1);
    CHECK(has_children());
  }
  CHECK(open_files().size() == before);
  CHECK_FALSE(has_children());
}

TEST_CASE("five hundred quick jobs are each told once") {
  Shells shells({.processes = 4, .waiting = 500});
  for (uint64_t id = 0; id < 500; ++id)
    REQUIRE(shells.submit(id, "printf " + std::to_string(id) + " >&4"));
  std::set<uint64_t> told;
  while (told.size() < 500) {
    CHECK(shells.pool.stats().running <= 4);
    const auto done = wait_for_done(shells.pool);
    REQUIRE(told.insert(done.id).second);
    REQUIRE(done.result);
    CHECK(*done.result == std::to_string(done.id));
  }
  CHECK(shells.pool.stats().finished == 500);
  CHECK_FALSE(shells.pool.next());
  CHECK_FALSE(has_children());
}
