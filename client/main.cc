// moonroom: joins a room. One process owns the terminal, another the network.
#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <exception>
#include <memory>

#include "base/language.h"
#include "base/standard_streams.h"
#include "client/codeset.h"
#include "client/history_file.h"
#include "client/json_renderer.h"
#include "client/network_process.h"
#include "client/options.h"
#include "client/own_name.h"
#include "client/plain_renderer.h"
#include "client/remembered.h"
#include "client/terminal_renderer.h"
#include "client/ui_loop.h"
#include "process/clocks.h"
#include "terminal/tty.h"

namespace moonroom::client {
namespace {

// A character can be six bytes long in JSON.
size_t longest_line(const Options& options) {
  return (options.json ? 8 : 1) * terminal::kMaxLine;
}

// On a terminal narrower than this, a wide name column would leave too little for the text.
constexpr size_t kNarrow = 60;
constexpr size_t kNames = 12;
constexpr size_t kNamesWhereNarrow = 6;

bool is_read_by_person(const Options& options) {
  return !options.send && (options.plain || ::isatty(STDOUT_FILENO) == 1);
}

terminal::History open_history(bool wanted) {
  const auto place = wanted ? history_place() : std::nullopt;
  if (!place) return terminal::History();
  auto lines = load_history(*place);
  if (!lines) {
    print_error(fmt::format("moonroom: {}\n", lines.error().what));
    return terminal::History();
  }
  return terminal::History(std::move(*lines), [place](const std::string& line) {
    if (is_remembered(line)) add_to_history(*place, line);
  });
}

std::unique_ptr<Renderer> make_style(const Options& options, Language language, bool at_terminal,
                                     const KnownPeople& people) {
  if (options.json) return std::make_unique<JsonRenderer>();
  if (!at_terminal)
    return std::make_unique<PlainRenderer>(language, options.timestamps.value_or(false),
                                           is_read_by_person(options));
  const bool narrow = terminal::size_of(STDOUT_FILENO).columns < kNarrow;
  const TerminalRenderer::Settings settings{
      language,     colours_of_environment(), options.timestamps.value_or(true),
      options.bell, options.classic,          narrow ? kNamesWhereNarrow : kNames};
  return std::make_unique<TerminalRenderer>(settings, people, process::wall_time);
}

int run(Options options) {
  terminal::open_standard_streams();
  // A closed output is noticed when it is written.
  ::signal(SIGPIPE, SIG_IGN);
  const auto language = current_language();
  const bool can_ask = options.json || (::isatty(STDIN_FILENO) && ::isatty(STDOUT_FILENO));
  auto name = own_name(options.name, can_ask && !options.send, codeset_of_environment(), language);
  if (!name) {
    print_error(fmt::format("moonroom: {}\n", name.error().what));
    return kMisused;
  }
  options.name = *std::move(name);
  const bool at_terminal =
      !options.plain && !options.json && !options.send && terminal::can_edit(0, 1);
  auto network = NetworkProcess::start(
      {options.host, options.classic, options.password, options.pin, !at_terminal, language});
  // Before the console opens: a warning must be printed above the terminal's lines.
  auto history = open_history(options.history && at_terminal);
  // However the program is ended, it says goodbye to the room.
  terminal::Signals signals({SIGINT, SIGTERM, SIGHUP});
  auto console = at_terminal ? terminal::Console::open()
                             : terminal::Console::open_plain(longest_line(options));
  KnownPeople people;
  const auto style = make_style(options, language, at_terminal, people);
  const auto ending =
      UiLoop(options, language, {network, *console, signals, *style, people, history, !at_terminal})
          .run();
  // Restores the terminal before anything is written past it.
  console.reset();
  if (!ending.words.empty()) print_error(fmt::format("moonroom: {}\n", ending.words));
  return ending.status;
}

}  // namespace
}  // namespace moonroom::client

int main(int argc, char** argv) {
  using namespace moonroom::client;
  try {
    moonroom::speak(moonroom::language_wanted(argc, argv));
    auto options = parse_options(argc, argv);
    if (const auto* status = std::get_if<int>(&options)) return *status;
    return run(std::get<Options>(std::move(options)));
  } catch (const std::exception& error) {
    moonroom::print_error(fmt::format("moonroom: {}\n", moonroom::said_anew(error.what())));
    return kFailed;
  }
}
