// What the command line and the configuration file ask for.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "relay/settings.h"
#include "ring/worker.h"
#include "store/store.h"
#include "wire/endpoint.h"

namespace moonroom::config {

enum class LogFormat { text, json };

/// The words of the first course note; every other wording is laid over it.
constexpr const char* kDefaultWording = "notes-000";

/// A word instead of a room: `moonroomd test plugins/dice_test.lua`, `moonroomd console`.
struct ToolCall {
  std::string name;
  std::vector<std::string> arguments;
  /// Of `export`.
  std::string format = "text";
  uint64_t from = 1;
  uint64_t to = UINT64_MAX;
  /// Over a file that is there.
  bool force = false;
};

struct Options {
  wire::Endpoint listen;
  std::filesystem::path scripts;
  std::filesystem::path plugins;
  /// `plugins` is the default, which is made when it is missing.
  bool make_plugins = false;
  /// Empty: nothing is kept on disk (`--data :memory:`).
  std::filesystem::path data;
  store::Settings store;
  std::string wording = kDefaultWording;
  relay::Settings relay;
  /// How plugins are run.
  ring::WorkerSettings worker;
  /// How many processes do their jobs at once.
  size_t jobs = 2;
  /// Where the plugins lie that come with Moonroom and are off.
  std::filesystem::path gallery;
  std::string log_level = "info";
  LogFormat log_format = LogFormat::text;
  /// Where a monitor may ask for the metrics.
  std::optional<wire::Endpoint> metrics;
  /// Host names under which it may, besides the machine's own.
  std::vector<std::string> metrics_names;
  /// What a plugin may write into logs in a day.
  size_t plugin_logs = size_t{16} << 20;
  std::optional<ToolCall> tool;
  /// Checks whether a host could go on with these options, and opens no room (server/preflight.h).
  bool preflight = false;
};

/// The options, or the status to exit with: 0 after `--help` and `--version`, 2 after a mistake,
/// which has been named on standard error.
std::variant<Options, int> parse_options(int argc, char** argv);

/// The folder of plugins when none is named: `home`/plugins in a source tree. What is installed, or
/// belongs to somebody else, cannot be added to: then the user's own,
/// $XDG_DATA_HOME/moonroom/plugins.
std::filesystem::path default_plugins(const std::filesystem::path& home);

/// Makes the folder of plugins, when it is the default and is not there yet.
Result<void> make_plugin_folder(const Options& options);

/// Where `scripts/` and `plugins/` lie: beside the program in its source tree, or in share/moonroom
/// where it is installed; else the current folder.
std::filesystem::path home_of(const std::filesystem::path& program);

}  // namespace moonroom::config
