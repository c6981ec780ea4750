// A child process with an owner: started by fork or by spawning a program, and reaped by its owner.
// This is the only place that calls fork(). Destroying a Child kills and reaps it, so there are no
// zombies; the kernel kills children whose parent dies (PR_SET_PDEATHSIG; launch.h), so there are
// no orphans.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace moonroom::process {

/// How a child ended.
struct Exit {
  /// The exit status, after a normal exit.
  std::optional<int> status;
  /// The signal that ended it, else 0.
  int signal = 0;
};

/// "exit status 3", "killed by signal 9 (Killed)".
std::string to_string(const Exit& exit);

/// The program for `Child::spawn`.
struct Program {
  std::string path;
  /// Without argv[0]: `title`, or else the path, is put before them.
  std::vector<std::string> arguments;
  /// Descriptors for the child: ours, and its number in the child. All others are closed on exec,
  /// because Moonroom opens every descriptor with O_CLOEXEC.
  std::vector<std::pair<int, int>> descriptors;
  /// When not negative, this open file is executed, and `path` is only its name. The child writes
  /// the reason of a failed exec to its standard error.
  int executable = -1;
  /// Shown by `ps` in place of the path, unless empty.
  std::string title = {};
};

class Child {
 public:
  Child() = default;
  Child(Child&& other) noexcept;
  Child& operator=(Child&& other) noexcept;
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  /// Kills (SIGKILL) and reaps a child that is still alive.
  ~Child();

  /// Runs `body` in a copy of this process; its return value is the child's exit status. Call it
  /// before threads and sockets exist, because the copy has them too. When the parent dies the
  /// child gets `on_orphan`.
  static Child fork(const std::function<int()>& body, int on_orphan);

  /// Starts a program in a process group of its own, and does not wait until it runs. The child
  /// dies with this process, even if it is stopped, and need do nothing for that. Throws
  /// std::system_error when no process can be created, or when there is no such program; later
  /// errors are an exit status of 127.
  static Child spawn(const Program& program);

  bool running() const { return pid_ > 0; }
  pid_t pid() const { return pid_; }
  std::chrono::steady_clock::time_point started() const { return started_; }

  /// How it ended, returned once; never blocks.
  std::optional<Exit> reap();
  /// Waits for the end for at most `patience`, then kills the child. Returns how it ended.
  Exit finish(std::chrono::milliseconds patience);
  void signal(int number) const;
  /// CPU time used so far by a running child; zero when it cannot be read.
  std::chrono::nanoseconds cpu_time() const;

 private:
  explicit Child(pid_t pid);

  pid_t pid_ = -1;
  std::chrono::steady_clock::time_point started_;
};

/// Requests `signal` from the kernel for the parent's death, and exits at once if the parent is
/// dead already: `parent` is its pid from before the fork. For the beginning of a forked child, and
/// of a program with file capabilities, which lose the parent's setting (prctl(2)).
void die_with_parent(int signal, pid_t parent);

}  // namespace moonroom::process
