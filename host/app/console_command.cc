#include "app/console_command.h"

#include <fmt/format.h>
#include <signal.h>

#include <array>
#include <cstdio>
#include <memory>
#include <string>
#include <utility>

#include "app/operator.h"
#include "process/admin_process.h"
#include "process/console_door.h"
#include "terminal/console.h"
#include "terminal/signals.h"
#include "terminal/tty.h"

namespace moonroom::app {
namespace {

int fail(const std::string& what) {
  fmt::print(stderr, "moonroomd: {}\n", what);
  return 1;
}

// A line goes out when the one before has been answered: answers stand in the order of the lines,
// and a file of commands is never ahead of what is read of its answers.
class AttachedConsole {
 public:
  explicit AttachedConsole(UniqueFd host) : host_(std::move(host)) {}

  int run();

 private:
  bool hear();
  bool await_answer();

  UniqueFd host_;
  // Ctrl-C, and a terminal that is closed, end this console and not the host.
  terminal::Signals signals_{SIGINT, SIGTERM, SIGHUP};
  std::unique_ptr<terminal::Console> console_ = terminal::Console::open();
  const std::array<terminal::Source, 2> sources_ = {
      {{host_.get(), [this] { return hear(); }}, {signals_.descriptor(), [] { return false; }}}};
  uint64_t sent_ = 0;
  uint64_t answered_ = 0;
  bool host_gone_ = false;
  std::string farewell_ = "the host is gone";
};

int AttachedConsole::run() {
  const auto phrases = Operator::phrases();
  terminal::History history;
  console_->ask(
      {.prompt = "> ",
       .complete = [&](std::string_view typed) { return terminal::complete(typed, phrases); },
       .history = &history});
  if (console_->interactive())
    console_->print("attached; /quit ends the room, Ctrl-D only this console");
  const bool taken = process::send_lines(*console_, host_.get(), sources_, [this] {
    ++sent_;
    return await_answer();
  });
  // It has closed its end, and what it said before that is there to be read.
  while (!taken && hear()) {
  }
  // The terminal is in order again before anything is written past it.
  console_.reset();
  return host_gone_ ? fail(farewell_) : 0;
}

bool AttachedConsole::hear() {
  process::ConsoleMessage message;
  const auto heard = process::hear_host(host_.get(), message);
  if (heard == process::Heard::nothing_yet) return true;
  host_gone_ = heard == process::Heard::end || message.farewell;
  if (message.farewell) farewell_ = message.text;
  if (host_gone_) return false;
  answered_ = message.answered;
  if (!message.text.empty()) console_->print(message.text);
  return true;
}

bool AttachedConsole::await_answer() {
  while (answered_ < sent_)
    if (terminal::wait_once(-1, sources_) == terminal::Woken::stopped) return false;
  return true;
}

}  // namespace

std::filesystem::path console_socket(const std::filesystem::path& data) {
  return data / "console.sock";
}

int run_console(const std::filesystem::path& data) {
  terminal::open_standard_streams();
  terminal::use_utf8();
  if (data.empty()) return fail("a host that keeps nothing has no console to attach");
  auto host = process::reach_host(console_socket(data));
  if (!host) return fail(host.error().what);
  return AttachedConsole(std::move(*host)).run();
}

}  // namespace moonroom::app
