#include "process/launch.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "base/unique_fd.h"

namespace moonroom::process {
namespace {

// The shell's exit status for a failed exec.
constexpr int kNotExecuted = 127;

[[noreturn]] void fail(const std::string& path) {
  throw std::system_error(errno, std::generic_category(), path);
}

std::vector<char*> argument_vector(const Program& program) {
  const auto& name = program.title.empty() ? program.path : program.title;
  std::vector<char*> words = {const_cast<char*>(name.c_str())};
  for (const auto& argument : program.arguments)
    words.push_back(const_cast<char*>(argument.c_str()));
  words.push_back(nullptr);
  return words;
}

// The child's descriptors, moved to numbers out of the way: one of ours can have the number that
// another must get.
class Luggage {
 public:
  explicit Luggage(const Program& program) {
    int free = 3;
    for (const auto& [ours, theirs] : program.descriptors) free = std::max(free, theirs + 1);
    for (const auto& [ours, theirs] : program.descriptors) {
      aside_.emplace_back(UniqueFd(::fcntl(ours, F_DUPFD_CLOEXEC, free)), theirs);
      if (!aside_.back().first) fail(program.path);
    }
    if (program.executable < 0) return;
    executable_ = UniqueFd(::fcntl(program.executable, F_DUPFD_CLOEXEC, free));
    if (!executable_) fail(program.path);
  }

  /// Called in the child.
  bool unpack() const {
    return std::all_of(aside_.begin(), aside_.end(), [](const auto& each) {
      return ::dup2(each.first.get(), each.second) == each.second;
    });
  }

  /// Negative when the program is given by its path alone.
  int executable() const { return executable_.get(); }

 private:
  std::vector<std::pair<UniqueFd, int>> aside_;
  UniqueFd executable_;
};

// A new child has its parent's signal handlers, which would act for the parent. All signals are
// blocked until the child has reset them.
class SignalsHeld {
 public:
  SignalsHeld() {
    sigset_t all;
    sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  SignalsHeld(const SignalsHeld&) = delete;
  SignalsHeld& operator=(const SignalsHeld&) = delete;
  ~SignalsHeld() { release(); }

  void release() const { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

 private:
  sigset_t before_{};
};

// Uses only functions that are safe in a signal handler.
void say_why_not(int error) {
  const char* why = ::strerrordesc_np(error);
  for (const char* part : {"it cannot be executed: ", why ? why : "unknown error", "\n"})
    (void)!::write(STDERR_FILENO, part, std::strlen(part));
}

void execute(const char* path, const Luggage& luggage, char* const* words) {
  if (luggage.executable() < 0) {
    ::execv(path, words);
    return;
  }
  ::fexecve(luggage.executable(), words, environ);
  say_why_not(errno);
}

void forget_handlers() {
  for (int number = 1; number < NSIG; ++number) {
    struct sigaction action {};
    if (::sigaction(number, nullptr, &action) == 0 && action.sa_handler != SIG_IGN)
      ::signal(number, SIG_DFL);
  }
}

}  // namespace

pid_t launch(const Program& program) {
  if (program.executable < 0 && ::access(program.path.c_str(), X_OK) != 0) fail(program.path);
  const Luggage luggage(program);
  const auto words = argument_vector(program);
  const pid_t parent = ::getpid();
  const SignalsHeld held;
  const pid_t pid = ::fork();
  if (pid < 0) fail(program.path);
  if (pid > 0) {
    ::setpgid(pid, pid);
    return pid;
  }
  // A copy of a process with threads can call only functions that are safe in a signal handler.
  ::setpgid(0, 0);
  die_with_parent(SIGKILL, parent);
  forget_handlers();
  held.release();
  if (luggage.unpack()) execute(program.path.c_str(), luggage, words.data());
  ::_exit(kNotExecuted);
}

}  // namespace moonroom::process
