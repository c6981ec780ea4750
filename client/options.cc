#include "client/options.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <map>

#include "base/version.h"

namespace moonroom::client {
namespace {

constexpr const char* kFooter =
    "Type a line to say it; /quit, quit, q or Ctrl-D leaves. Lines that begin with / are commands\n"
    "of the room (/help). Tab completes names and commands, Ctrl-R searches what you said before,\n"
    "Ctrl-Z rests: the room does not notice. A line that begins with a blank is not remembered.\n\n"
    "Without a terminal, or with --plain, lines are read from standard input and what is heard is\n"
    "printed, a line each, without escape sequences; what moonroom says itself begins with ***.\n"
    "With --json it is objects: {\"say\":TEXT}, {\"name\":NAME}, {\"leave\":true} in, "
    "{\"event\":...} out.\n\n"
    "Environment: LC_ALL, LC_MESSAGES, LANG (English or Chinese messages), NO_COLOR, TERM, TZ,\n"
    "XDG_STATE_HOME (moonroom/history in it is what you said before), XDG_CONFIG_HOME\n"
    "(moonroom/known_hosts in it has the keys of hosts that you met), MOONROOM_PASSWORD.\n\n"
    "Exit status: 0 you left, or --send was done; 1 no room was reached, it fell silent, or you "
    "gave\n"
    "up; 2 a wrong option; 3 the room closed or you were removed from it; 4 the room refused the "
    "name.";

void add_all(CLI::App& app, Options& options) {
  app.set_version_flag("--version", fmt::format("moonroom {}", version_and_commit()));
  app.add_option("host", options.host, "The room: HOST[:PORT]")->capture_default_str();
  auto* name =
      app.add_option("--name", options.name, "Your name in the room; asked for when left out");
  app.add_option("--send", options.send,
                 "Say TEXT, print what is heard until the room has taken it, leave")
      ->type_name("TEXT")
      ->needs(name);
  auto* classic = app.add_flag("--classic", options.classic,
                               "By plain text: not encrypted, and lines may be lost");
  app.add_option("--password", options.password, "The room's password, where it has one")
      ->envname("MOONROOM_PASSWORD")
      ->type_name("WORD")
      ->excludes(classic);
  app.add_option("--pin", options.pin, "The key that the host must have, as it prints it")
      ->type_name("SHA256:...")
      ->excludes(classic);
  auto* plain =
      app.add_flag("--plain", options.plain, "Lines without escape sequences, also at a terminal");
  app.add_flag("--json", options.json, "One JSON object a line, in and out")->excludes(plain);
  app.add_option("--timestamps", options.timestamps, "on or off; left out: on at a terminal")
      ->transform(
          CLI::CheckedTransformer(std::map<std::string, bool>{{"on", true}, {"off", false}}))
      ->type_name("WHEN");
  app.add_flag("--bell", options.bell, "Ring when somebody names you");
  app.add_flag("!--no-history", options.history,
               "Do not remember what is typed, nor show what was");
}

}  // namespace

std::variant<Options, int> parse_options(int argc, char** argv) {
  CLI::App app("Joins a chat room", "moonroom");
  app.footer(kFooter);
  Options options;
  add_all(app, options);
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
