#include "config/options.h"

#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <optional>
#include <string_view>
#include <system_error>

#include "base/cli_error.h"
#include "base/program_help.h"
#include "base/version.h"
#include "config/config_file.h"
#include "config/folders.h"
#include "config/option_values.h"
#include "process/program_path.h"
#include "secure/token.h"

namespace moonroom::config {
namespace {

namespace fs = std::filesystem;

constexpr const char* kServiceConfig = "/etc/moonroom/moonroom.conf";

// Values as text, until all options are known.
struct Raw {
  std::string language;
  std::string listen = std::to_string(kDefaultPort);
  std::string scripts, plugins, data;
  std::string line_rate = "20/40";
  std::string login_rate = "20/100";
  std::string classic = "lan";
  std::string log_format = "text";
  std::string metrics;
  double idle_hours = 6;
  int hook_budget = 50;
  size_t plugin_memory = 32;
  int keep_days = 365;
  size_t plugin_logs = 16;
};

// The service's configuration, if this is the installed program and the user can read the file.
std::string service_config() {
  const bool installed = home_of(process::installed_program()) == "/usr/share/moonroom";
  return installed && ::access(kServiceConfig, R_OK) == 0 ? kServiceConfig : "";
}

void describe(CLI::App& app, Raw& raw, Options& options) {
  add_language_option(app, raw.language);
  app.set_version_flag("--version", fmt::format("moonroomd {}", version_and_commit()));
  app.set_config("--config", service_config(),
                 "Read options from this file, one `name = value` a line")
      ->type_name("FILE");
  app.allow_config_extras(CLI::config_extras_mode::error);
  app.add_option("--listen", raw.listen, "Where to listen: [ADDRESS:]PORT; port 0 takes a free one")
      ->type_name("[ADDRESS:]PORT")
      ->capture_default_str();
  app.add_option("--scripts", raw.scripts, "Folder of the scripts that make the room")
      ->type_name("DIR");
  app.add_option("--plugins", raw.plugins,
                 "Folder of plugins: every .lua in it is on. Left out: plugins/ of a source tree, "
                 "else $XDG_DATA_HOME/moonroom/plugins")
      ->type_name("DIR");
  app.add_option("--data", raw.data, "Folder for what lasts; `:memory:` keeps nothing")
      ->type_name("DIR");
  app.add_option("--keep", options.store.retention.entries, "How many entries of the talk are kept")
      ->check(CLI::Range(uint64_t{1000}, uint64_t{1'000'000'000}))
      ->capture_default_str();
  app.add_option("--keep-days", raw.keep_days, "And for how many days")
      ->check(CLI::Range(1, 36500))
      ->capture_default_str();
  app.add_flag(
      "--sync", options.store.sync_each_commit,
      "Wait for the disk's surface each turn: a power cut loses nothing, and all is slower");
  app.add_option("--wording", options.wording, "The words of the room: a file in scripts/wording")
      ->type_name("NAME")
      ->capture_default_str();
  app.add_option("--password", options.relay.password,
                 "A word without which nobody comes in; keeps plain text out. Better in --config")
      ->check(CLI::Validator([](std::string& word) { return check_password(word); }, "WORD"));
  app.add_option("--classic", raw.classic,
                 "Plain text clients: lan (from our own network only), open, off")
      ->check(CLI::IsMember({"lan", "open", "off"}))
      ->capture_default_str();
  app.add_option("--max-members", options.relay.max_members, "More are refused")
      ->check(CLI::Range(size_t{1}, size_t{100000}))
      ->capture_default_str();
  app.add_option("--rate-limit", raw.line_rate,
                 "Lines a second and burst for each member, or off for no limits at all")
      ->type_name("LINES/BURST")
      ->capture_default_str();
  app.add_option("--login-limit", raw.login_rate,
                 "Logins a second and burst for each address, or off")
      ->type_name("LOGINS/BURST")
      ->capture_default_str();
  app.add_option("--idle-limit", raw.idle_hours, "Hours of silence after which a member has left")
      ->type_name("HOURS")
      ->check(check_hours)
      ->capture_default_str();
  app.add_option("--hook-budget", raw.hook_budget,
                 "Milliseconds that one call of a plugin may take")
      ->type_name("MS")
      ->check(CLI::Range(1, 10000))
      ->capture_default_str();
  app.add_option("--plugin-memory", raw.plugin_memory, "MiB that one plugin may use")
      ->type_name("MIB")
      ->check(CLI::Range(size_t{1}, size_t{512}))
      ->capture_default_str();
  app.add_option("--jobs", options.jobs, "How many processes do plugins' jobs at once")
      ->check(CLI::Range(size_t{1}, size_t{64}))
      ->capture_default_str();
  // Hidden: for tests of the process sandbox.
  app.add_flag("--open-libraries", options.worker.open_libraries)->group("");
  // Hidden: a running host starts its successor with it.
  app.add_flag("--preflight", options.preflight)->group("")->configurable(false);
  app.add_option("--log-level", options.log_level, "debug, info, warn, error or off")
      ->check(CLI::IsMember({"debug", "info", "warn", "error", "off"}))
      ->capture_default_str();
  app.add_option("--log-format", raw.log_format, "text or json, one line an event, on stderr")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  app.add_option("--metrics", raw.metrics,
                 "Metrics for Prometheus over HTTP: PORT on this machine only, or ADDRESS:PORT")
      ->type_name("[ADDRESS:]PORT");
  app.add_option("--metrics-name", options.metrics_names,
                 "A host name under which the metrics may be asked for, besides the machine's own")
      ->type_name("NAME");
  app.add_option("--plugin-logs", raw.plugin_logs,
                 "How many MiB of logs a plugin may write in a day")
      ->check(CLI::Range(size_t{1}, size_t{65536}))
      ->capture_default_str();
}

Result<Options> complete(const Raw& raw, Options options) {
  const auto listen = parse_listen(raw.listen);
  if (!listen) return problem("--listen: " + listen.error().what);
  const auto lines = parse_rate(raw.line_rate);
  if (!lines) return problem("--rate-limit: " + lines.error().what);
  const auto logins = parse_rate(raw.login_rate);
  if (!logins) return problem("--login-limit: " + logins.error().what);
  const auto metrics = parse_metrics(raw.metrics);
  if (!metrics) return problem("--metrics: " + metrics.error().what);
  options.listen = *listen;
  options.metrics = *metrics;
  options.relay.classic = raw.classic == "lan"    ? relay::Classic::lan
                          : raw.classic == "open" ? relay::Classic::open
                                                  : relay::Classic::off;
  options.relay.make_token = secure::random_token;
  options.relay.digest = secure::token_digest;
  options.log_format = raw.log_format == "json" ? LogFormat::json : LogFormat::text;
  options.relay.lines = *lines;
  options.relay.logins = *lines ? *logins : std::nullopt;
  options.relay.idle_limit = std::chrono::duration_cast<Duration>(
      std::chrono::duration<double, std::ratio<3600>>(raw.idle_hours));
  options.worker.program = "/proc/self/exe";
  options.worker.hook_budget = std::chrono::milliseconds(raw.hook_budget);
  options.plugin_logs = raw.plugin_logs << 20;
  options.worker.plugin_memory = raw.plugin_memory << 20;
  const auto home = home_of(process::installed_program());
  options.scripts = raw.scripts.empty() ? home / "scripts" : fs::path(raw.scripts);
  options.plugins = raw.plugins.empty() ? default_plugins(home) : fs::path(raw.plugins);
  options.make_plugins = raw.plugins.empty();
  options.gallery = home / "plugins/gallery";
  options.store.retention.age = std::chrono::hours(24) * raw.keep_days;
  if (raw.data.empty())
    options.data = default_data();
  else if (raw.data != ":memory:")
    options.data = raw.data;
  return options;
}

}  // namespace

Result<void> make_plugin_folder(const Options& options) {
  std::error_code error;
  if (options.make_plugins) fs::create_directories(options.plugins, error);
  if (!error) return {};
  return problem(fmt::format("cannot make the folder {}: {}; name another with --plugins",
                             options.plugins.string(), error.message()));
}

std::variant<Options, int> parse_options(int argc, char** argv) {
  CLI::App app("A group-chat server whose behaviour is Lua", "moonroomd");
  app.footer(
      "What is typed at its console goes to everybody in the room; /help lists the commands.\n"
      "Options may stand in a file too: moonroomd --config FILE.");
  Raw raw;
  Options options;
  describe(app, raw, options);
  const auto config = std::make_shared<ConfigFile>(app);
  app.config_formatter(config);
  const auto complain = [&](std::string_view what) {
    return fail(fmt::format("{}; {}", said_anew(config->located(what)), tr("see moonroomd --help")),
                2);
  };
  ToolCall tool;
  describe_tools(app, tool);
  translate_help(app);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& done) {
    return app.exit(done);
  } catch (const CLI::ParseError& error) {
    return complain(error.what());
  }
  // The configuration file can set the language, too.
  if (const auto language = language_named(raw.language)) speak(*language);
  if (!tool.name.empty()) options.tool = std::move(tool);
  auto complete_options = complete(raw, std::move(options));
  if (complete_options) return *complete_options;
  return complain(complete_options.error().what);
}

}  // namespace moonroom::config
