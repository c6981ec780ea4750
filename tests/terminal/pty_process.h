// A process at a terminal of its own, and a person before it: types, looks at the screen until it
// shows what is awaited, hangs up.
#pragma once

#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/unique_fd.h"
#include "terminal/tty.h"
#include "tests/terminal/screen.h"

namespace moonroom::tests {

using namespace std::chrono_literals;

/// Far longer than anything takes, also under sanitizers on a busy machine.
constexpr auto kPatience = 20s;

inline void set_size(winsize& size, size_t rows, size_t columns) {
  size.ws_row = static_cast<unsigned short>(rows);
  size.ws_col = static_cast<unsigned short>(columns);
}

class PtyProcess {
 public:
  /// Runs `body` as the leader of a session at the terminal; what it returns is its exit status.
  PtyProcess(size_t rows, size_t columns, const std::function<int()>& body)
      : screen_(rows, columns) {
    terminal::use_utf8();
    winsize size{};
    set_size(size, rows, columns);
    int master = -1;
    pid_ = ::forkpty(&master, nullptr, nullptr, &size);
    if (pid_ == 0) {
      ::setenv("TERM", "xterm-256color", 1);
      ::setenv("LC_ALL", "C.UTF-8", 1);
      ::_exit(body());
    }
    master_.reset(master);
  }
  PtyProcess(const PtyProcess&) = delete;
  PtyProcess& operator=(const PtyProcess&) = delete;
  ~PtyProcess() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }

  pid_t pid() const { return pid_; }
  int master() const { return master_.get(); }

  void type(std::string_view keys) const {
    while (!keys.empty()) {
      const ssize_t written = ::write(master_.get(), keys.data(), keys.size());
      if (written <= 0) return;
      keys.remove_prefix(static_cast<size_t>(written));
    }
  }

  /// Reads what the process writes until `condition` holds; false when it never does.
  bool until(const std::function<bool()>& condition) {
    const auto deadline = std::chrono::steady_clock::now() + kPatience;
    while (!condition()) {
      if (std::chrono::steady_clock::now() > deadline) return false;
      read_some(20);
    }
    return true;
  }
  /// The screen shows exactly these lines.
  bool shows(const std::vector<std::string>& lines) {
    return until([&] { return screen_.lines() == lines; });
  }
  bool shows_somewhere(std::string_view text) {
    return until([&] { return screen_.text().find(text) != std::string::npos; });
  }
  const Screen& screen() const { return screen_; }
  /// All bytes the process has written so far.
  const std::string& written() const { return written_; }

  termios modes() const {
    termios modes{};
    ::tcgetattr(master_.get(), &modes);
    return modes;
  }
  bool edits() const { return (modes().c_lflag & ICANON) == 0; }

  /// Makes the window another size, which the process is told with SIGWINCH.
  void resize(size_t rows, size_t columns) {
    winsize size{};
    set_size(size, rows, columns);
    ::ioctl(master_.get(), TIOCSWINSZ, &size);
  }
  /// Closes the window: the process gets SIGHUP.
  void hang_up() { master_.reset(); }

  /// The exit status, or minus the number of the signal that ended it. Nothing if it never ends.
  std::optional<int> status() {
    int status = 0;
    const bool ended = until([&] { return ::waitpid(pid_, &status, WNOHANG) == pid_; });
    if (!ended) return std::nullopt;
    pid_ = -1;
    read_some(0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }

 private:
  void read_some(int milliseconds) {
    pollfd polled{master_.get(), POLLIN, 0};
    if (::poll(&polled, 1, milliseconds) <= 0) return;
    char bytes[4096];
    const ssize_t size = ::read(master_.get(), bytes, sizeof(bytes));
    if (size <= 0) {
      // The other side is closed: poll would report it again and again.
      ::poll(nullptr, 0, milliseconds);
      return;
    }
    const std::string_view text(bytes, static_cast<size_t>(size));
    written_ += text;
    screen_.feed(text);
  }

  UniqueFd master_;
  pid_t pid_ = -1;
  Screen screen_;
  std::string written_;
};

}  // namespace moonroom::tests
