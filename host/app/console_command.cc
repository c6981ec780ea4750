#include "app/console_command.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "app/operator.h"
#include "process/admin_process.h"
#include "process/console_door.h"
#include "process/console_words.h"
#include "process/live_page.h"
#include "terminal/console.h"
#include "terminal/signals.h"
#include "terminal/tty.h"

namespace moonroom::app {
namespace {

int fail(const std::string& what) {
  fmt::print(stderr, "moonroomd: {}\n", what);
  return 1;
}

// How long a host may be away that becomes another program, or is started again.
constexpr auto kPatience = std::chrono::seconds(3);
constexpr int kBetweenTries = 20;  // Milliseconds.

// A line goes out when the one before has been answered: answers stand in the order of the lines,
// and a file of commands is never ahead of what is read of its answers.
class AttachedConsole {
 public:
  AttachedConsole(std::filesystem::path socket, UniqueFd host)
      : socket_(std::move(socket)), host_(std::move(host)) {}

  int run();

 private:
  bool say(std::string_view line);
  bool send(std::string_view line);
  std::optional<std::string> ask(std::string_view line);
  bool hear();
  bool await_answer();
  bool attach_again();
  bool reach();

  std::filesystem::path socket_;
  UniqueFd host_;
  // Ctrl-C, and a terminal that is closed, end this console and not the host.
  terminal::Signals signals_{SIGINT, SIGTERM, SIGHUP};
  std::unique_ptr<terminal::Console> console_ = terminal::Console::open();
  const std::array<terminal::Source, 2> sources_ = {
      {{host_.get(), [this] { return hear(); }}, {signals_.descriptor(), [] { return false; }}}};
  // Lines sent to this host, and how many of them it has answered.
  uint64_t sent_ = 0;
  uint64_t answered_ = 0;
  process::ConsoleWords words_ = Operator::own_words();
  // A page is asked for, and what came.
  bool asking_ = false;
  std::optional<std::string> page_;
  // Why this console has come to its end, if it was not told to.
  std::string gone_;
};

int AttachedConsole::run() {
  terminal::History history;
  console_->ask({.prompt = "> ",
                 .complete = [this](std::string_view typed) { return complete(typed, words_); },
                 .history = &history});
  if (console_->interactive())
    console_->print("attached; /quit ends the room, Ctrl-D only this console");
  process::send_lines(*console_, sources_, [this](std::string_view line) { return say(line); });
  // The terminal is in order again before anything is written past it.
  console_.reset();
  return gone_.empty() ? 0 : fail(gone_);
}

bool AttachedConsole::say(std::string_view line) {
  if (!console_->interactive() || !process::is_live(line)) return send(line);
  process::watch_page(*console_, sources_, [&] { return ask(line); });
  return gone_.empty();
}

std::optional<std::string> AttachedConsole::ask(std::string_view line) {
  page_.reset();
  asking_ = true;
  const bool answered = send(line);
  asking_ = false;
  return answered ? page_ : std::nullopt;
}

// A host that takes no more lines is about to say why, or has just gone.
bool AttachedConsole::send(std::string_view line) {
  while (!process::tell_host(host_.get(), line))
    if (!hear()) return false;
  ++sent_;
  return await_answer();
}

bool AttachedConsole::hear() {
  process::ConsoleMessage message;
  const auto heard = process::hear_host(host_.get(), message);
  if (heard == process::Heard::nothing_yet) return true;
  if (heard == process::Heard::end) return attach_again();
  if (message.farewell) {
    gone_ = message.text;
    return false;
  }
  if (message.words) {
    words_ = std::move(*message.words);
    return true;
  }
  const bool answers = message.answered > std::exchange(answered_, message.answered);
  if (asking_ && answers)
    page_ = message.text;
  else if (!message.text.empty())
    console_->print(message.text);
  return true;
}

bool AttachedConsole::await_answer() {
  while (answered_ < sent_)
    if (terminal::wait_once(-1, sources_) == terminal::Woken::stopped) return false;
  return true;
}

// What was typed stays, and so does the history. A line without an answer may have been obeyed: it
// is not said again, and a program that wrote it must know.
bool AttachedConsole::attach_again() {
  const bool answer_lost = answered_ < sent_;
  const bool person = console_->interactive();
  gone_ = "the host is gone";
  if (answer_lost && !person) return false;
  if (person)
    console_->print(answer_lost ? "the host is gone, before it answered; looking for the next one"
                                : "the host is gone; looking for the next one");
  if (!reach()) return false;
  sent_ = answered_ = 0;
  gone_.clear();
  if (person) console_->print("attached again");
  return true;
}

bool AttachedConsole::reach() {
  const auto until = std::chrono::steady_clock::now() + kPatience;
  pollfd interrupt{signals_.descriptor(), POLLIN, 0};
  do {
    const auto found = process::reach_host(socket_);
    // By the number that is known already.
    if (found) return ::dup3(found->get(), host_.get(), O_CLOEXEC) >= 0;
    if (::poll(&interrupt, 1, kBetweenTries) == 1) {
      gone_.clear();
      return false;
    }
  } while (std::chrono::steady_clock::now() < until);
  return false;
}

}  // namespace

std::filesystem::path console_socket(const std::filesystem::path& data) {
  return data / "console.sock";
}

int run_console(const std::filesystem::path& data) {
  terminal::open_standard_streams();
  terminal::use_utf8();
  if (data.empty()) return fail("a host that keeps nothing has no console to attach");
  const auto socket = console_socket(data);
  auto host = process::reach_host(socket);
  if (!host) return fail(host.error().what);
  return AttachedConsole(socket, std::move(*host)).run();
}

}  // namespace moonroom::app
