#include "process/admin_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <climits>
#include <system_error>
#include <utility>

#include "terminal/tty.h"
#include "terminal/utf8.h"

namespace moonroom::process {
namespace {

// A message each way is one line or one answer; an answer may be a table of a thousand members.
constexpr size_t kMaxMessage = 128u << 10;

// To restore a terminal takes no time, unless somebody has stopped it.
constexpr auto kFarewellPatience = std::chrono::milliseconds(500);

struct Ends {
  UniqueFd parent;
  UniqueFd child;
};

Ends make_ends() {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0)
    throw std::system_error(errno, std::generic_category(), "socketpair");
  return {UniqueFd(ends[0]), UniqueFd(ends[1])};
}

// Shows what the parent sends. False when the parent is gone.
bool show_next(terminal::Console& console, int parent) {
  std::string text(kMaxMessage, '\0');
  const auto size = ::recv(parent, text.data(), text.size(), MSG_DONTWAIT);
  if (size <= 0) return size < 0 && errno == EAGAIN;
  console.print(std::string_view(text).substr(0, static_cast<size_t>(size)));
  return true;
}

// To standard output, without ever waiting for its reader: a pipe that can be written takes as much
// as PIPE_BUF at once (pipe(7)).
bool print(std::string_view text) {
  while (!text.empty()) {
    pollfd writable{STDOUT_FILENO, POLLOUT, 0};
    if (::poll(&writable, 1, 0) != 1) return false;
    const auto written =
        ::write(STDOUT_FILENO, text.data(), std::min<size_t>(text.size(), PIPE_BUF));
    if (written <= 0) return false;
    text.remove_prefix(static_cast<size_t>(written));
  }
  return true;
}

int read_administrator(UniqueFd parent, const std::string& prompt,
                       const std::vector<std::string>& phrases) {
  // Ctrl-C reaches the parent too, and the parent decides.
  ::signal(SIGINT, SIG_IGN);
  // Also when the parent dies; the terminal is put back in order even then.
  terminal::end_on_signal(SIGTERM);
  terminal::use_utf8();
  const auto console = terminal::Console::open();
  terminal::History history;
  console->ask(
      {.prompt = prompt,
       .complete = [&](std::string_view typed) { return terminal::complete(typed, phrases); },
       .history = &history});
  const std::array<terminal::Source, 1> sources = {
      {{parent.get(), [&] { return show_next(*console, parent.get()); }}}};
  send_lines(*console, sources, [&](std::string_view line) {
    return ::send(parent.get(), line.data(), line.size(), MSG_NOSIGNAL) >= 0;
  });
  return 0;
}

}  // namespace

AdminProcess::AdminProcess(Child child, UniqueFd lines, bool interactive)
    : child_(std::move(child)), lines_(std::move(lines)), interactive_(interactive) {}

AdminProcess::~AdminProcess() {
  lines_.reset();
  child_.finish(kFarewellPatience);
}

AdminProcess AdminProcess::start(std::string prompt, std::vector<std::string> phrases,
                                 std::vector<int> not_for_it) {
  terminal::open_standard_streams();
  const bool interactive = terminal::can_edit(STDIN_FILENO, STDOUT_FILENO);
  auto ends = make_ends();
  auto child = Child::fork(
      [&] {
        ends.parent.reset();
        // Its parent may hold signals back; what ends this process is its own business.
        sigset_t all;
        sigfillset(&all);
        pthread_sigmask(SIG_UNBLOCK, &all, nullptr);
        for (const int descriptor : not_for_it) ::close(descriptor);
        return read_administrator(std::move(ends.child), prompt, phrases);
      },
      SIGTERM);
  ends.child.reset();
  ::fcntl(ends.parent.get(), F_SETFL, O_NONBLOCK);
  return AdminProcess(std::move(child), std::move(ends.parent), interactive);
}

std::optional<std::string> AdminProcess::next_line() {
  std::string line(kMaxMessage, '\0');
  const auto size = ::recv(lines_.get(), line.data(), line.size(), MSG_DONTWAIT);
  if (size < 0 && errno == EAGAIN) return std::nullopt;
  if (size <= 0) {
    open_ = false;
    child_.finish(kFarewellPatience);
    return std::nullopt;
  }
  line.resize(static_cast<size_t>(size));
  return line;
}

bool AdminProcess::show(std::string_view text) {
  const bool shown = interactive_ && open_ ? ::send(lines_.get(), text.data(), text.size(),
                                                    MSG_DONTWAIT | MSG_NOSIGNAL) >= 0
                                           : print(std::string(text) + '\n');
  if (!shown) ++dropped_;
  return shown;
}

void send_lines(terminal::Console& console, std::span<const terminal::Source> sources,
                const std::function<bool(std::string_view)>& send) {
  while (const auto line = console.read_line(sources)) {
    if (!line->whole) {
      console.print("this line is too long and was not sent");
      continue;
    }
    // An empty message would look like the end.
    if (!line->text.empty() && !send(line->text)) break;
  }
}

}  // namespace moonroom::process
