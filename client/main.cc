// moonroom: joins a room. One process owns the terminal, another the network.
#include <fmt/format.h>
#include <signal.h>

#include <cstdio>
#include <exception>
#include <memory>

#include "client/conversation.h"
#include "client/history_file.h"
#include "client/json_style.h"
#include "client/network_process.h"
#include "client/options.h"
#include "client/plain_style.h"
#include "client/remembered.h"
#include "client/terminal_style.h"
#include "process/clocks.h"
#include "terminal/tty.h"

namespace moonroom::client {
namespace {

// In JSON a character may be six long.
size_t longest_line(const Options& options) {
  return (options.json ? 8 : 1) * terminal::kMaxLine;
}

terminal::History open_history(bool wanted) {
  const auto place = wanted ? history_place() : std::nullopt;
  if (!place) return terminal::History();
  return terminal::History(load_history(*place), [place](const std::string& line) {
    if (is_remembered(line)) add_to_history(*place, line);
  });
}

std::unique_ptr<Style> make_style(const Options& options, Language language, bool at_terminal,
                                  const KnownPeople& people) {
  if (options.json) return std::make_unique<JsonStyle>();
  if (!at_terminal)
    return std::make_unique<PlainStyle>(language, options.timestamps.value_or(false));
  const TerminalStyle::Settings settings{language, colours_of_environment(),
                                         options.timestamps.value_or(true), options.bell,
                                         options.classic};
  return std::make_unique<TerminalStyle>(settings, people, process::wall_time);
}

int run(const Options& options) {
  terminal::open_standard_streams();
  const auto language = language_of_environment();
  auto network = NetworkProcess::start(
      {options.host, options.classic, options.password, options.pin, language});
  // However the user goes, the room is told.
  terminal::Signals signals({SIGINT, SIGTERM, SIGHUP});
  const bool at_terminal =
      !options.plain && !options.json && !options.send && terminal::can_edit(0, 1);
  auto console = at_terminal ? terminal::Console::open()
                             : terminal::Console::open_plain(longest_line(options));
  KnownPeople people;
  auto history = open_history(options.history && at_terminal);
  const auto style = make_style(options, language, at_terminal, people);
  const auto ending =
      Conversation(options, language, {network, *console, signals, *style, people, history}).run();
  // The terminal is in order again before anything is written past it.
  console.reset();
  if (!ending.words.empty()) fmt::print(stderr, "moonroom: {}\n", ending.words);
  return ending.status;
}

}  // namespace
}  // namespace moonroom::client

int main(int argc, char** argv) {
  using namespace moonroom::client;
  try {
    const auto options = parse_options(argc, argv);
    if (const auto* status = std::get_if<int>(&options)) return *status;
    return run(std::get<Options>(options));
  } catch (const std::exception& error) {
    fmt::print(stderr, "moonroom: {}\n", error.what());
    return kFailed;
  }
}
