#include "terminal/tty.h"

#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <string_view>
#include <system_error>

namespace moonroom::terminal {
namespace {

// For the signal handler, which is given nothing but a number.
std::atomic<const Modes*> modes_in_use = nullptr;

void restore_and_end(int /*number*/) {
  // tcgetpgrp, getpgrp, tcsetattr and _exit may all be called here (signal-safety(7)).
  if (const Modes* modes = modes_in_use.load()) modes->restore();
  ::_exit(0);
}

}  // namespace

bool in_foreground(int descriptor) {
  const pid_t turn = ::tcgetpgrp(descriptor);
  return turn < 0 || turn == ::getpgrp();
}

size_t columns_of(int descriptor) {
  winsize size{};
  if (::ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col < 2) return 80;
  return size.ws_col;
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
    // The lowest free number is given out first, so this becomes `stream`.
    if (::open("/dev/null", O_RDWR) < 0)
      throw std::system_error(errno, std::generic_category(), "/dev/null");
  }
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

void Modes::restore() const {
  if (in_foreground(descriptor_)) ::tcsetattr(descriptor_, TCSANOW, &original_);
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
