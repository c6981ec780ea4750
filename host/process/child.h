// A child process, owned: started by fork or by spawning a program, reaped by its owner, dead when
// its owner is. The only place that calls fork(). A destroyed Child is a killed and reaped one, so
// there are no zombies; the kernel kills children whose parent dies (PR_SET_PDEATHSIG; launch.h),
// so there are no orphans.
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
  /// The exit status, when it ended by itself.
  std::optional<int> status;
  /// The signal that ended it, else 0.
  int signal = 0;
};

/// "exit status 3", "killed by signal 9 (Killed)".
std::string to_string(const Exit& exit);

/// What to start, for `Child::spawn`.
struct Program {
  std::string path;
  /// Without the program's own name: `title`, or else the path, is put before them.
  std::vector<std::string> arguments;
  /// Descriptors the child gets: ours, and its number there. All others are closed on exec, as
  /// every descriptor of Moonroom is opened with O_CLOEXEC.
  std::vector<std::pair<int, int>> descriptors;
  /// When not negative, this open file is executed, and `path` is only its name. The child writes
  /// on its standard error why the file cannot be executed.
  int executable = -1;
  /// What `ps` shows in the place of the path, if anything.
  std::string title = {};
};

class Child {
 public:
  Child() = default;
  Child(Child&& other) noexcept;
  Child& operator=(Child&& other) noexcept;
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  /// Kills (SIGKILL) and reaps what is still alive.
  ~Child();

  /// Runs `body` in a copy of this process; its return value is the child's exit status. Call it
  /// before threads and sockets exist: the copy has them too. When the parent dies the child gets
  /// `on_orphan`.
  static Child fork(const std::function<int()>& body, int on_orphan);

  /// Starts a program, in a process group of its own, and does not wait until it runs. It dies with
  /// this process, wherever it is stopped, and need do nothing for that. Throws std::system_error
  /// when there can be no process, or when there is no such program; what goes wrong later is an
  /// exit status of 127.
  static Child spawn(const Program& program);

  bool running() const { return pid_ > 0; }
  pid_t pid() const { return pid_; }
  std::chrono::steady_clock::time_point started() const { return started_; }

  /// How it ended, once, if it has; never waits.
  std::optional<Exit> reap();
  /// Waits for the end at most `patience`; kills it then. Returns how it ended.
  Exit finish(std::chrono::milliseconds patience);
  void signal(int number) const;
  /// CPU time used until now by a child that runs; zero when that cannot be read.
  std::chrono::nanoseconds cpu_time() const;

 private:
  explicit Child(pid_t pid);

  pid_t pid_ = -1;
  std::chrono::steady_clock::time_point started_;
};

/// Asks the kernel for `signal` when the parent dies, and ends at once if it is dead already:
/// `parent` is its pid as it was known before. For the first lines of a forked child, and of a
/// program that has capabilities of its own, which cost it its parent's signal (prctl(2)).
void die_with_parent(int signal, pid_t parent);

}  // namespace moonroom::process
