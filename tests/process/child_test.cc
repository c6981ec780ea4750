#include "process/child.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "base/unique_fd.h"

using moonroom::UniqueFd;
using moonroom::process::Child;
using moonroom::process::Program;
using namespace std::chrono_literals;

namespace {

int sleep_for_ever() {
  while (true) ::pause();
}

bool exists(pid_t pid) {
  return ::kill(pid, 0) == 0;
}

}  // namespace

TEST_CASE("a child's status is what its body returned") {
  auto child = Child::fork([] { return 7; }, SIGKILL);
  const auto exit = child.finish(10s);
  CHECK(exit.status == 7);
  CHECK(to_string(exit) == "exit status 7");
  CHECK_FALSE(child.running());
}

TEST_CASE("a child that does not end in time is killed") {
  auto child = Child::fork(sleep_for_ever, SIGKILL);
  const auto exit = child.finish(1ms);
  CHECK(exit.signal == SIGKILL);
  CHECK(to_string(exit) == "killed by signal 9 (Killed)");
}

TEST_CASE("a child that is let go of is gone, and no zombie") {
  pid_t pid = -1;
  {
    const auto child = Child::fork(sleep_for_ever, SIGKILL);
    pid = child.pid();
    CHECK(exists(pid));
  }
  CHECK_FALSE(exists(pid));
}

TEST_CASE("a program is started with its words and its descriptors") {
  auto child = Child::spawn({"/bin/sh", {"-c", "[ -e /proc/self/fd/9 ]"}, {{STDERR_FILENO, 9}}});
  CHECK(child.finish(10s).status == 0);
  CHECK_THROWS(Child::spawn({"/no/such/program", {}, {}}));
}

TEST_CASE("reaping never waits, and tells the end once") {
  auto child = Child::fork(sleep_for_ever, SIGKILL);
  CHECK_FALSE(child.reap());
  child.signal(SIGHUP);
  std::optional<moonroom::process::Exit> exit;
  while (!exit) exit = child.reap();
  CHECK(exit->signal == SIGHUP);
  CHECK_FALSE(child.reap());
}

TEST_CASE("who uses the processor is seen to") {
  auto child = Child::fork(
      [] {
        volatile unsigned spin = 0;
        while (true) spin = spin + 1;
        return 0;
      },
      SIGKILL);
  while (child.cpu_time() < 5ms) {
  }
  CHECK(child.cpu_time() >= 5ms);
}

TEST_CASE("descriptors may change places on their way to a child") {
  int ends[2];
  REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
  // Numbers of one digit, because the shell knows no others.
  REQUIRE(::dup3(ends[0], 8, O_CLOEXEC) == 8);
  REQUIRE(::dup3(ends[1], 9, O_CLOEXEC) == 9);
  const UniqueFd reader(8);
  const UniqueFd writer(9);
  ::close(ends[0]);
  ::close(ends[1]);
  // What is read there was written here, though each has the other's number.
  auto child = Child::spawn({"/bin/sh",
                             {"-c", "echo through >&8 && read word <&9 && [ $word = through ]"},
                             {{8, 9}, {9, 8}}});
  CHECK(child.finish(10s).status == 0);
}
