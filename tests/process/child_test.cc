#include "process/child.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/types.h>
#include <unistd.h>

#include <fstream>
#include <string>

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

// The state as in ps; a space when there is no such process.
char state_of(pid_t pid) {
  std::ifstream in(fmt::format("/proc/{}/stat", pid));
  std::string line;
  std::getline(in, line);
  const auto name_end = line.rfind(')');
  return name_end == std::string::npos ? ' ' : line[name_end + 2];
}

// 0 when it has none.
pid_t only_child_of(pid_t pid) {
  std::ifstream in(fmt::format("/proc/{0}/task/{0}/children", pid));
  pid_t child = 0;
  in >> child;
  return child;
}

constexpr int kPatience = 10'000;  // Milliseconds; only a failure waits that long.

template <class Condition>
bool comes_true(Condition condition) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(kPatience);
  while (!condition())
    if (std::chrono::steady_clock::now() > until) return false;
  return true;
}

// A parent that starts a program without any care for its parent, and reports when the program
// runs. It has a session of its own: the kernel wakes a stopped orphan when its parent dies, unless
// the process that adopts it is in the same session, as the first process of a container can be.
struct Parent {
  Parent() {
    int ends[2];
    REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
    news = UniqueFd(ends[0]);
    const UniqueFd teller(ends[1]);
    process = Child::fork(
        [&] {
          ::setsid();
          const auto child = Child::spawn({"/bin/sleep", {"600"}, {}});
          (void)!::write(teller.get(), "!", 1);
          return sleep_for_ever();
        },
        SIGKILL);
  }
  bool goes_on() const {
    pollfd told{news.get(), POLLIN, 0};
    return ::poll(&told, 1, kPatience) == 1;
  }

  UniqueFd news;
  Child process;
};

}  // namespace

TEST_CASE("a child's status is the return value of its body") {
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

TEST_CASE(
    "a program that is stopped at its start blocks no other process and dies with its parent") {
  for (int round = 0; round < 200; ++round) {
    Parent parent;
    pid_t child = 0;
    while (child == 0) child = only_child_of(parent.process.pid());
    // A little later each time, from its first instruction to beyond its exec.
    const auto later = std::chrono::steady_clock::now() + round * 5us;
    while (std::chrono::steady_clock::now() < later) {
    }
    REQUIRE(::kill(child, SIGSTOP) == 0);
    REQUIRE(comes_true([&] { return state_of(child) == 'T'; }));
    const bool went_on = parent.goes_on();
    parent.process.finish(0ms);
    const bool gone = comes_true([&] { return state_of(child) == ' ' || state_of(child) == 'Z'; });
    if (!gone) ::kill(child, SIGKILL);
    REQUIRE(went_on);
    REQUIRE(gone);
  }
}

TEST_CASE("a program begins without its parent's handlers") {
  ::signal(SIGUSR1, [](int) {});
  auto child = Child::spawn({"/bin/sh", {"-c", "kill -USR1 $$; sleep 600"}, {}});
  ::signal(SIGUSR1, SIG_DFL);
  CHECK(child.finish(10s).signal == SIGUSR1);
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

TEST_CASE("the CPU time of a child is measured") {
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
  // Numbers of one digit, because the shell supports no others.
  REQUIRE(::dup3(ends[0], 8, O_CLOEXEC) == 8);
  REQUIRE(::dup3(ends[1], 9, O_CLOEXEC) == 9);
  const UniqueFd reader(8);
  const UniqueFd writer(9);
  ::close(ends[0]);
  ::close(ends[1]);
  // The child has both descriptors with their numbers exchanged, and data passes through.
  auto child = Child::spawn({"/bin/sh",
                             {"-c", "echo through >&8 && read word <&9 && [ $word = through ]"},
                             {{8, 9}, {9, 8}}});
  CHECK(child.finish(10s).status == 0);
}

TEST_CASE("ps shows a child's title in the place of its path") {
  auto child = Child::spawn({"/bin/sleep", {"600"}, {}, -1, "moonroomd: plugins"});
  std::string shown;
  CHECK(comes_true([&] {
    std::ifstream in(fmt::format("/proc/{}/cmdline", child.pid()));
    std::getline(in, shown, '\0');
    return shown == "moonroomd: plugins";
  }));
}
