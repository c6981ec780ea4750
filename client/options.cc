#include "client/options.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "base/program_help.h"
#include "base/standard_streams.h"
#include "base/version.h"
#include "client/input_text.h"
#include "net/resolve.h"
#include "secure/fingerprint.h"
#include "text/text.h"

namespace moonroom::client {
namespace {

constexpr const char* kFooter =
    "Type a line to say it; /quit or Ctrl-D leaves (with --classic at a terminal quit and q, "
    "too).\n"
    "Lines that begin with / are commands\n"
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
    "up; 2 a wrong option; 3 the room closed or you were removed from it; 4 the room refused the\n"
    "name, or the password; 5 a line was not said; 6 the host's key is not the one that is known "
    "or\n"
    "pinned; 7 standard output cannot be written. docs/programs.md has all of it.";

// Port 0 is only for programs that listen.
std::string host_problem(const std::string& host) {
  const auto target = net::parse_target(host);
  if (!target) return target.error().what;
  if (target->port != 0) return {};
  return "a room has no port 0; leave it out for 8888, or write one from 1 to 65535";
}

void add_all(CLI::App& app, Options& options) {
  app.set_version_flag("--version", fmt::format("moonroom {}", version_and_commit()));
  app.add_option("host", options.host, "The room: HOST[:PORT]")
      ->check(host_problem)
      ->capture_default_str();
  app.add_option("--name", options.name,
                 "Your name in the room; asked for at a terminal, else the login name (USER)")
      ->check([](const std::string& name) {
        return is_blank(name) ? std::string("a name has at least one character") : std::string();
      });
  app.add_option("--send", options.send,
                 "Say TEXT, print what is heard until the room has taken it, leave")
      ->type_name("TEXT");
  auto* classic = app.add_flag("--classic", options.classic,
                               "By plain text: not encrypted, and lines may be lost");
  app.add_option("--password", options.password, "The room's password, where it has one")
      ->envname("MOONROOM_PASSWORD")
      ->type_name("WORD")
      ->excludes(classic);
  app.add_option("--pin", options.pin, "The key that the host must have, as it prints it")
      ->type_name("SHA256:...")
      ->check([](const std::string& pin) {
        const auto fingerprint = secure::parse_fingerprint(pin);
        return fingerprint ? std::string() : fingerprint.error().what;
      })
      ->excludes(classic);
  auto* plain =
      app.add_flag("--plain", options.plain, "Lines without escape sequences, also at a terminal");
  app.add_flag("--json", options.json, "One JSON object a line, in and out")->excludes(plain);
  app.add_option_function<std::string>(
         "--timestamps", [&options](const std::string& word) { options.timestamps = word == "on"; },
         "on or off; left out: on at a terminal")
      ->check(CLI::IsMember({"on", "off"}))
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
  std::string language;
  add_language_option(app, language);
  translate_help(app);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& done) {
    return status_of_output(app.exit(done), "moonroom");
  } catch (const CLI::ParseError& error) {
    print_error(fmt::format("moonroom: {}; {}\n", text::visible_lines(said_anew(error.what())),
                            tr("see moonroom --help")));
    return kMisused;
  }
  return options;
}

}  // namespace moonroom::client
