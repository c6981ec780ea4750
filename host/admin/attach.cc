#include "admin/attach.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "admin/admin_process.h"
#include "admin/completions.h"
#include "admin/console_commands.h"
#include "admin/console_server.h"
#include "admin/watch_command.h"
#include "base/cli_error.h"
#include "base/language.h"
#include "base/standard_streams.h"
#include "terminal/console.h"
#include "terminal/signals.h"
#include "terminal/tty.h"

namespace moonroom::admin {
namespace {

// How long a host can be away while it is upgraded or restarted.
constexpr auto kPatience = std::chrono::seconds(3);
constexpr timespec kBetweenTries = {.tv_sec = 0, .tv_nsec = 20'000'000};

using Clock = std::chrono::steady_clock;

// Sends a line when the one before has been answered: answers appear in the order of the lines, and
// a file of commands does not run ahead of its answers.
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
  bool lose_host();
  void look_on();
  bool look();
  bool give_up();
  void tell_language();

  std::filesystem::path socket_;
  UniqueFd host_;
  // Ctrl-C, and a terminal that is closed, end this console and not the host.
  terminal::Signals signals_{SIGINT, SIGTERM, SIGHUP};
  std::unique_ptr<terminal::Console> console_ = terminal::Console::open();
  const std::array<terminal::Source, 2> sources_ = {
      {{host_.get(), [this] { return looking_ ? look() : hear(); }},
       {signals_.descriptor(), [] { return false; }}}};
  // Lines sent to this host, and how many of them it has answered.
  uint64_t sent_ = 0;
  uint64_t answered_ = 0;
  // Some line failed.
  bool has_failed_ = false;
  admin::Completions words_ = CommandTable::builtin_completions();
  // A live page waits for an answer, and the answer.
  bool asking_ = false;
  std::optional<std::string> page_;
  // Set while the host is away: when to stop waiting for the next one, and whether none has been
  // reached yet.
  std::optional<Clock::time_point> gone_until_;
  bool looking_ = false;
  // Why this console ended, unless it was told to.
  std::string gone_;
};

int AttachedConsole::run() {
  terminal::History history;
  console_->ask({.prompt = "> ",
                 .complete = [this](std::string_view typed) { return complete(typed, words_); },
                 .history = &history});
  tell_language();
  if (console_->interactive())
    console_->print(tr("attached; /quit ends the room, Ctrl-D only this console"));
  admin::send_lines(*console_, sources_, [this](std::string_view line) { return say(line); });
  const bool is_interactive = console_->interactive();
  if (console_->output_lost()) return fail("standard output cannot be written", kOutputLost);
  // Restores the terminal before anything is written past it.
  console_.reset();
  if (!gone_.empty()) return fail(gone_);
  // An interactive user has seen the error.
  return has_failed_ && !is_interactive ? 1 : 0;
}

// The host answers in the reader's language, which can differ from the language it was started
// with.
void AttachedConsole::tell_language() {
  if (current_language() == Language::english) return;
  if (admin::send_to_host(host_.get(), admin::language_line(current_language()))) ++sent_;
}

bool AttachedConsole::say(std::string_view line) {
  if (!console_->interactive() || !admin::is_live(line)) return send(line);
  admin::watch_page(*console_, sources_, [&] { return ask(line); });
  return gone_.empty();
}

std::optional<std::string> AttachedConsole::ask(std::string_view line) {
  page_.reset();
  asking_ = true;
  const bool answered = send(line);
  asking_ = false;
  return answered ? page_ : std::nullopt;
}

// When sending fails, the host is about to say why, or has just exited. While `gone_until_` is set,
// the connection can be to the exiting host, until it has sent something.
bool AttachedConsole::send(std::string_view line) {
  while (gone_until_ || !admin::send_to_host(host_.get(), line))
    if (terminal::wait_once(-1, sources_) == terminal::WaitResult::stopped) return false;
  ++sent_;
  return await_answer();
}

bool AttachedConsole::hear() {
  admin::ConsoleMessage message;
  const auto heard = admin::receive_from_host(host_.get(), message);
  if (heard == admin::ReceiveResult::nothing_yet) return true;
  if (heard == admin::ReceiveResult::end) return lose_host();
  if (gone_until_ && console_->interactive()) console_->print(tr("attached again"));
  gone_until_.reset();
  if (message.farewell) {
    gone_ = message.text;
    return false;
  }
  if (message.completions) {
    words_ = std::move(*message.completions);
    return true;
  }
  has_failed_ = has_failed_ || message.has_failed;
  const bool answers = message.answered > std::exchange(answered_, message.answered);
  if (asking_ && answers)
    page_ = message.text;
  else if (!message.text.empty())
    console_->print(message.text);
  return true;
}

bool AttachedConsole::await_answer() {
  while (answered_ < sent_)
    if (terminal::wait_once(-1, sources_) == terminal::WaitResult::stopped) return false;
  return true;
}

// The typed text and the history stay. An unanswered line was possibly executed: it is not sent
// again, and a program that wrote it must learn of that.
bool AttachedConsole::lose_host() {
  const bool answer_lost = answered_ < sent_;
  if (answer_lost && !console_->interactive()) return give_up();
  if (console_->interactive() && (answer_lost || !gone_until_))
    console_->print(tr(answer_lost
                           ? "the host is gone, before it answered; looking for the next one"
                           : "the host is gone; looking for the next one"));
  if (!gone_until_) gone_until_ = Clock::now() + kPatience;
  sent_ = answered_ = 0;
  look_on();
  return true;
}

// Puts a timer in the place of the host's descriptor, which the poll already watches. A host that
// is exiting can still accept connections.
void AttachedConsole::look_on() {
  looking_ = true;
  const UniqueFd timer(::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC));
  const itimerspec again{{}, kBetweenTries};
  if (!timer || ::timerfd_settime(timer.get(), 0, &again, nullptr) != 0 ||
      ::dup3(timer.get(), host_.get(), O_CLOEXEC) < 0)
    throw std::system_error(errno, std::generic_category(), "looking for the next host");
}

bool AttachedConsole::look() {
  const auto found = admin::reach_host(socket_);
  if (!found && Clock::now() >= *gone_until_) return give_up();
  if (!found) {
    look_on();
    return true;
  }
  looking_ = false;
  if (::dup3(found->get(), host_.get(), O_CLOEXEC) < 0) return false;
  tell_language();
  return true;
}

bool AttachedConsole::give_up() {
  gone_ = "the host is gone";
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
  auto host = admin::reach_host(socket);
  if (!host) return fail(host.error().what);
  return AttachedConsole(socket, std::move(*host)).run();
}

}  // namespace moonroom::admin
