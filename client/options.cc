#include "client/options.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>

namespace moonroom::client {

std::variant<Options, int> parse_options(int argc, char** argv) {
  CLI::App app("Joins a chat room", "moonroom");
  app.footer(
      "Type a line to say it; quit, q or Ctrl-D leaves. Without a terminal, lines are read from\n"
      "standard input and what others say is printed, a line each.\n\n"
      "Exit status: 0 you left, 1 no room was reached or it fell silent, 2 a wrong option,\n"
      "3 the room closed or you were removed from it.");
  Options options;
  app.set_version_flag("--version", "moonroom " MOONROOM_VERSION);
  app.add_option("host", options.host, "The room: HOST[:PORT]")->capture_default_str();
  app.add_option("--name", options.name, "Your name in the room; asked for when left out");
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& done) {
    return app.exit(done);
  } catch (const CLI::ParseError& error) {
    fmt::print(stderr, "moonroom: {}; see moonroom --help\n", error.what());
    return kMisused;
  }
  return options;
}

}  // namespace moonroom::client
