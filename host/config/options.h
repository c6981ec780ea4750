// The options from the command line and the configuration file.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "config/tool_call.h"
#include "relay/settings.h"
#include "ring/worker.h"
#include "store/store.h"
#include "wire/endpoint.h"

namespace moonroom::config {

enum class LogFormat { text, json };

/// The wording of the first course note, the default; every other wording overrides it.
constexpr const char* kDefaultWording = "notes-000";

struct Options {
  wire::Endpoint listen;
  std::filesystem::path scripts;
  std::filesystem::path plugins;
  /// `plugins` is the default folder, which is created when missing.
  bool make_plugins = false;
  /// Empty: nothing is stored on disk (`--data :memory:`).
  std::filesystem::path data;
  store::Settings store;
  std::string wording = kDefaultWording;
  relay::Settings relay;
  /// How plugins run.
  ring::WorkerSettings worker;
  /// Number of processes for plugins' jobs.
  size_t jobs = 2;
  /// The folder of the plugins that come with Moonroom and are off.
  std::filesystem::path gallery;
  std::string log_level = "info";
  LogFormat log_format = LogFormat::text;
  /// The address for metrics requests.
  std::optional<wire::Endpoint> metrics;
  /// Host names accepted in metrics requests, besides the machine's own.
  std::vector<std::string> metrics_names;
  /// Bytes that one plugin may log in a day.
  size_t plugin_logs = size_t{16} << 20;
  std::optional<ToolCall> tool;
  /// Checks whether a host could continue with these options, and opens no room
  /// (server/preflight.h).
  bool preflight = false;
};

/// The options, or an exit status: 0 after `--help` and `--version`, 2 after an error, which has
/// been printed to standard error.
std::variant<Options, int> parse_options(int argc, char** argv);

/// Creates the plugin folder if it is the default and missing.
Result<void> make_plugin_folder(const Options& options);

}  // namespace moonroom::config
