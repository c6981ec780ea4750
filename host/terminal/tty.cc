#include "terminal/tty.h"

#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <climits>
#include <string_view>
#include <system_error>
#include <utility>

namespace moonroom::terminal {
namespace {

// xterm's mode 2004: the terminal encloses a paste in two marks.
constexpr std::string_view kPasteMarked = "\x1b[?2004h";
constexpr std::string_view kPasteUnmarked = "\x1b[?2004l";

// xterm's mode 1049: the alternate screen, and back to the main one with its cursor.
constexpr std::string_view kPageBegins = "\x1b[?1049h";
constexpr std::string_view kPageEnds = "\x1b[?1049l";

// For the signal handler, whose only argument is the signal's number.
std::atomic<const Modes*> modes_in_use = nullptr;

void restore_and_end(int /*number*/) {
  // tcgetpgrp, getpgrp, write, tcsetattr and _exit may all be called here (signal-safety(7)).
  if (const Modes* modes = modes_in_use.load()) modes->restore();
  ::_exit(0);
}

}  // namespace

bool in_foreground(int descriptor) {
  const pid_t turn = ::tcgetpgrp(descriptor);
  return turn < 0 || turn == ::getpgrp();
}

// The kernel first closes a terminal that hangs up for all processes, then sends SIGHUP.
bool has_gone(int descriptor) {
  pollfd state{descriptor, 0, 0};
  return ::poll(&state, 1, 0) == 1 && (state.revents & (POLLHUP | POLLERR)) != 0;
}

Size size_of(int descriptor) {
  winsize said{};
  Size size;
  if (::ioctl(descriptor, TIOCGWINSZ, &said) != 0) return size;
  if (said.ws_col >= 2) size.columns = said.ws_col;
  if (said.ws_row >= 1) size.rows = said.ws_row;
  return size;
}

bool can_edit(int input, int output) {
  const char* name = ::getenv("TERM");
  const std::string_view kind = name == nullptr ? "" : name;
  // "emacs" is a window of that editor, which edits lines itself.
  if (kind.empty() || kind == "dumb" || kind == "emacs") return false;
  return ::isatty(input) == 1 && ::isatty(output) == 1;
}

void use_utf8() {
  ::setlocale(LC_CTYPE, "");
  if (std::string_view(::nl_langinfo(CODESET)) != "UTF-8") ::setlocale(LC_CTYPE, "C.UTF-8");
}

void open_standard_streams() {
  for (int stream = 0; stream <= 2; ++stream) {
    if (::fcntl(stream, F_GETFD) != -1) continue;
    // open() returns the lowest free number, so this becomes `stream`.
    if (::open("/dev/null", O_RDWR) < 0)
      throw std::system_error(errno, std::generic_category(), "/dev/null");
  }
}

bool write_if_ready(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    pollfd writable{descriptor, POLLOUT, 0};
    if (::poll(&writable, 1, 0) != 1) return false;
    const auto written =
        ::write(descriptor, bytes.data(), std::min<size_t>(bytes.size(), PIPE_BUF));
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return true;
}

bool write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written >= 0) {
      bytes.remove_prefix(static_cast<size_t>(written));
    } else if (errno == EAGAIN) {
      // The parent process can have passed a non-blocking descriptor.
      pollfd writable{descriptor, POLLOUT, 0};
      ::poll(&writable, 1, -1);
    } else if (errno != EINTR) {
      return false;
    }
  }
  return true;
}

Modes::Modes(int descriptor) : descriptor_(descriptor) {
  if (::tcgetattr(descriptor_, &original_) != 0)
    throw std::system_error(errno, std::generic_category(), "tcgetattr");
  modes_in_use = this;
}

Modes::~Modes() {
  modes_in_use = nullptr;
  restore();
}

void Modes::edit() {
  set(true);
  editing_ = true;
  write_all(STDOUT_FILENO, kPasteMarked);
}

void Modes::set_interrupt_key(bool is_key) {
  if (std::exchange(interrupt_is_key_, is_key) != is_key) set(true);
}

void Modes::begin_page() {
  set(false);
  page_ = true;
  write_all(STDOUT_FILENO, kPageBegins);
}

void Modes::end_page() {
  write_all(STDOUT_FILENO, kPageEnds);
  page_ = false;
  set(true);
}

void Modes::set(bool signals) {
  auto modes = original_;
  modes.c_iflag &= ~static_cast<tcflag_t>(IXON | INLCR | IGNCR | ICRNL);
  modes.c_oflag |= OPOST | ONLCR;
  modes.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO | IEXTEN);
  if (signals)
    modes.c_lflag |= ISIG;
  else
    modes.c_lflag &= ~static_cast<tcflag_t>(ISIG);
  modes.c_cc[VMIN] = 1;
  modes.c_cc[VTIME] = 0;
  if (interrupt_is_key_) modes.c_cc[VINTR] = _POSIX_VDISABLE;
  ::tcsetattr(descriptor_, TCSADRAIN, &modes);
}

void Modes::restore() const {
  if (!in_foreground(descriptor_)) return;
  if (page_) (void)!::write(STDOUT_FILENO, kPageEnds.data(), kPageEnds.size());
  // One attempt: it must not block when a signal ends the process.
  if (editing_) (void)!::write(STDOUT_FILENO, kPasteUnmarked.data(), kPasteUnmarked.size());
  ::tcsetattr(descriptor_, TCSANOW, &original_);
}

Unechoed::Unechoed(int descriptor) : descriptor_(descriptor) {
  ::tcgetattr(descriptor_, &original_);
  auto modes = original_;
  modes.c_lflag &= ~static_cast<tcflag_t>(ECHO);
  modes.c_lflag |= ECHONL;
  ::tcsetattr(descriptor_, TCSADRAIN, &modes);
}

Unechoed::~Unechoed() {
  ::tcsetattr(descriptor_, TCSADRAIN, &original_);
}

void end_on_signal(int number) {
  struct sigaction action {};
  struct sigaction before {};
  ::sigaction(number, nullptr, &before);
  if (before.sa_handler == SIG_IGN) return;
  action.sa_handler = restore_and_end;
  ::sigaction(number, &action, nullptr);
}

}  // namespace moonroom::terminal
