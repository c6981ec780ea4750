#include "jobs/running_job.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <map>

#include "jobs/shell_jobs.h"

using namespace moonroom;
using namespace moonroom::support;
using namespace std::chrono_literals;
using jobs::Pool;

TEST_CASE("a request arrives as it is, from its first byte to its last") {
  const Script echo("exec cat <&3 >&4");
  Pool pool(echo.path(), {});
  std::string request;
  for (int i = 0; i < 200'000; ++i) request += static_cast<char>(i % 251);
  for (const auto& bytes : {request, std::string(1, '\0'), std::string()}) {
    REQUIRE(pool.submit({1, bytes}, kNow));
    CHECK(outcome(pool) == bytes);
  }
}

TEST_CASE("a job's process is told its part and its parent") {
  const Script script("echo $1 $2 >&4");
  Pool pool(script.path(), {});
  pool.submit({1, ""}, kNow);
  CHECK(outcome(pool) == "job-worker " + std::to_string(::getpid()) + "\n");
}

TEST_CASE("a request cannot be changed by its reader") {
  Shells shells;
  shells.submit("if true 2>&- >/dev/fd/3; then echo changed; else echo sealed; fi 2>&- >&4");
  CHECK(outcome(shells.pool) == "sealed\n");
}

TEST_CASE("running jobs and their start times are visible") {
  Shells shells;
  shells.submit(5, kEndless);
  REQUIRE(shells.pool.running_jobs().size() == 1);
  const auto& job = shells.pool.running_jobs().front();
  CHECK(job.id() == 5);
  CHECK(job.started() == kNow.steady);
  CHECK(::kill(job.child().pid(), 0) == 0);
}

TEST_CASE("a job that ends badly says how") {
  Shells shells;
  const std::map<std::string, std::string> ends = {
      {"echo half >&4; exit 3", "! exit status 3"},
      {"kill -KILL $$", "! killed by signal 9 (Killed)"},
      {"exec 4>&-; exit 1", "! exit status 1"},
      {"exec 4>&-", ""},
  };
  for (const auto& [request, end] : ends) {
    shells.submit(request);
    CHECK(outcome(shells.pool) == end);
  }
  CHECK(shells.pool.stats().failed == 3);
  CHECK(shells.pool.stats().finished == 1);
}

TEST_CASE("an endless job is killed when its patience is over, and not sooner") {
  Shells shells;
  shells.submit(kEndless);
  REQUIRE(shells.pool.next_due());
  CHECK(*shells.pool.next_due() == kNow.steady + 30s);
  shells.pool.watch(kNow + 29s);
  CHECK(shells.pool.next_due());
  shells.pool.watch(kNow + 30s);
  CHECK_FALSE(shells.pool.next_due());
  CHECK(outcome(shells.pool, kNow + 30s) == "! took longer than 30 s");
}

TEST_CASE("a job that ended before a late poll has not taken too long") {
  Shells shells;
  shells.submit("echo quick >&4");
  const auto pid = shells.pool.running_jobs().front().child().pid();
  siginfo_t info{};
  REQUIRE(::waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOWAIT) == 0);
  shells.pool.watch(kNow + 1h);
  CHECK(outcome(shells.pool) == "quick\n");
}

TEST_CASE("a result may be as large as the limit, and no larger") {
  Shells shells;
  shells.submit("exec head -c 262144 /dev/zero >&4");
  CHECK(outcome(shells.pool) == std::string(262'144, '\0'));
  shells.submit("exec head -c 262145 /dev/zero >&4");
  CHECK(outcome(shells.pool) == "! its result is larger than 256 KiB");
  shells.submit("exec cat /dev/zero >&4");
  CHECK(outcome(shells.pool) == "! its result is larger than 256 KiB");

  Shells small({.each = {.result_bytes = 10}});
  small.submit("echo hello, world >&4");
  CHECK(outcome(small.pool) == "! its result is larger than 10 bytes");
}

TEST_CASE("a job is done when its process ends, even if others hold the pipe") {
  Shells shells;
  shells.submit("sleep 3 <&- >&- 2>&- & echo done >&4");
  CHECK(outcome(shells.pool) == "done\n");
}
