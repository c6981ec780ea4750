#include "admin/admin_process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <memory>
#include <system_error>
#include <utility>

#include "admin/watch_command.h"
#include "terminal/tty.h"
#include "text/utf8.h"

namespace moonroom::admin {
namespace {

// Each packet is one line or one answer; an answer can be a table of a thousand members.
constexpr size_t kMaxMessage = 128u << 10;

// The first byte of a packet from the parent.
constexpr char kShown = '-';
constexpr char kAnswer = '=';
constexpr char kWords = '?';

// Restoring a terminal takes no time, unless the terminal is stopped.
constexpr auto kExitTimeout = std::chrono::milliseconds(500);

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

// The child: sends typed lines to the parent, and prints the parent's packets.
class Desk {
 public:
  Desk(UniqueFd parent, Completions words) : parent_(std::move(parent)), words_(std::move(words)) {}

  void run(const std::string& prompt) {
    console_->ask({.prompt = prompt,
                   .complete = [this](std::string_view typed) { return complete(typed, words_); },
                   .history = &history_});
    send_lines(*console_, sources_, [this](std::string_view line) { return say(line); });
  }

 private:
  bool say(std::string_view line) {
    if (!console_->interactive() || !is_live(line)) return send(line);
    watch_page(*console_, sources_, [this, line] { return ask(line); });
    return !gone_;
  }

  bool send(std::string_view line) const {
    return ::send(parent_.get(), line.data(), line.size(), MSG_NOSIGNAL) >= 0;
  }

  std::optional<std::string> ask(std::string_view line) {
    answer_.reset();
    asking_ = true;
    gone_ = !send(line);
    while (!answer_ && !gone_) terminal::wait_once(-1, sources_);
    asking_ = false;
    return answer_;
  }

  // False when the parent has exited.
  bool hear() {
    std::string packet(kMaxMessage, '\0');
    const auto size = ::recv(parent_.get(), packet.data(), packet.size(), MSG_DONTWAIT);
    if (size < 0 && errno == EAGAIN) return true;
    gone_ = size <= 0;
    if (gone_) return false;
    const auto text = std::string_view(packet).substr(1, static_cast<size_t>(size) - 1);
    if (packet.front() == kWords)
      words_ = decode_completions(text);
    else if (packet.front() == kAnswer && asking_)
      answer_ = text;
    else
      console_->print(text);
    return true;
  }

  UniqueFd parent_;
  std::unique_ptr<terminal::Console> console_ = terminal::Console::open();
  const std::array<terminal::Source, 1> sources_ = {{{parent_.get(), [this] { return hear(); }}}};
  terminal::History history_;
  Completions words_;
  // A live page waits for an answer, and the answer.
  bool asking_ = false;
  std::optional<std::string> answer_;
  bool gone_ = false;
};

int read_administrator(UniqueFd parent, const std::string& prompt, Completions words) {
  // Ctrl-C reaches the parent too, which decides.
  ::signal(SIGINT, SIG_IGN);
  // Sent when the parent exits; restores the terminal even then.
  terminal::end_on_signal(SIGTERM);
  terminal::use_utf8();
  Desk(std::move(parent), std::move(words)).run(prompt);
  return 0;
}

}  // namespace

AdminProcess::AdminProcess(process::Child child, UniqueFd lines, bool interactive)
    : child_(std::move(child)), lines_(std::move(lines)), interactive_(interactive) {}

AdminProcess::~AdminProcess() {
  lines_.reset();
  child_.finish(kExitTimeout);
}

AdminProcess AdminProcess::start(std::string prompt, Completions words,
                                 std::vector<int> not_for_it) {
  terminal::open_standard_streams();
  const bool interactive = terminal::can_edit(STDIN_FILENO, STDOUT_FILENO);
  auto ends = make_ends();
  auto child = process::Child::fork(
      [&] {
        ends.parent.reset();
        // The parent of this process can have blocked signals; the child must react to them.
        sigset_t all;
        sigfillset(&all);
        pthread_sigmask(SIG_UNBLOCK, &all, nullptr);
        for (const int descriptor : not_for_it) ::close(descriptor);
        return read_administrator(std::move(ends.child), prompt, std::move(words));
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
    child_.finish(kExitTimeout);
    return std::nullopt;
  }
  line.resize(static_cast<size_t>(size));
  return line;
}

bool AdminProcess::show(std::string_view text) {
  return give(kShown, text);
}

bool AdminProcess::answer(std::string_view text) {
  return give(kAnswer, text);
}

void AdminProcess::set_completions(const Completions& words) {
  if (interactive_ && open_) give(kWords, encode(words));
}

bool AdminProcess::give(char mark, std::string_view text) {
  const auto packet = std::string(1, mark).append(text);
  const bool given =
      interactive_ && open_
          ? ::send(lines_.get(), packet.data(), packet.size(), MSG_DONTWAIT | MSG_NOSIGNAL) >= 0
          : terminal::write_if_ready(STDOUT_FILENO, packet.substr(1) + '\n');
  if (!given) ++dropped_;
  return given;
}

void send_lines(terminal::Console& console, std::span<const terminal::Source> sources,
                const std::function<bool(std::string_view)>& send) {
  while (const auto line = console.read_line(sources)) {
    if (!line->whole) {
      console.print("this line is too long and was not sent");
      continue;
    }
    // The parent would take an empty packet for the end.
    if (!line->text.empty() && !send(line->text)) break;
  }
}

}  // namespace moonroom::admin
