#include "process/child.h"

#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "base/unique_fd.h"
#include "process/launch.h"

namespace moonroom::process {
namespace {

Exit to_exit(int status) {
  if (WIFSIGNALED(status)) return {std::nullopt, WTERMSIG(status)};
  return {WEXITSTATUS(status), 0};
}

}  // namespace

std::string to_string(const Exit& exit) {
  if (exit.status) return fmt::format("exit status {}", *exit.status);
  return fmt::format("killed by signal {} ({})", exit.signal, strsignal(exit.signal));
}

Child::Child(pid_t pid) : pid_(pid), started_(std::chrono::steady_clock::now()) {}

Child::Child(Child&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)), started_(other.started_) {}

Child& Child::operator=(Child&& other) noexcept {
  std::swap(pid_, other.pid_);
  std::swap(started_, other.started_);
  return *this;
}

Child::~Child() {
  if (running()) finish(std::chrono::milliseconds(0));
}

Child Child::fork(const std::function<int()>& body, int on_orphan) {
  const pid_t parent = ::getpid();
  const pid_t pid = ::fork();
  if (pid < 0) throw std::system_error(errno, std::generic_category(), "fork");
  if (pid > 0) return Child(pid);
  die_with_parent(on_orphan, parent);
  ::_exit(body());
}

Child Child::spawn(const Program& program) {
  return Child(launch(program));
}

std::optional<Exit> Child::reap() {
  int status = 0;
  if (!running() || ::waitpid(pid_, &status, WNOHANG) != pid_) return std::nullopt;
  pid_ = -1;
  return to_exit(status);
}

Exit Child::finish(std::chrono::milliseconds patience) {
  if (!running()) return {};
  // A pidfd becomes readable when the process ends: a wait with a limit, without a signal handler.
  const UniqueFd handle(static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0)));
  pollfd ended{handle.get(), POLLIN, 0};
  if (::poll(&ended, 1, static_cast<int>(patience.count())) != 1) signal(SIGKILL);
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
  return to_exit(status);
}

void Child::signal(int number) const {
  if (running()) ::kill(pid_, number);
}

std::chrono::nanoseconds Child::cpu_time() const {
  clockid_t clock{};
  timespec used{};
  if (!running() || clock_getcpuclockid(pid_, &clock) != 0 || clock_gettime(clock, &used) != 0)
    return std::chrono::nanoseconds(0);
  return std::chrono::seconds(used.tv_sec) + std::chrono::nanoseconds(used.tv_nsec);
}

void die_with_parent(int signal, pid_t parent) {
  ::prctl(PR_SET_PDEATHSIG, signal);
  // The parent can have died before the line above; the kernel would then never signal it.
  if (::getppid() != parent) ::_exit(0);
}

}  // namespace moonroom::process
