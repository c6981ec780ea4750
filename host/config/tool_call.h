// The subcommands of moonroomd on the command line.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace moonroom::config {

/// A subcommand, instead of running a host: `moonroomd test plugins/dice_test.lua`, `moonroomd
/// console`.
struct ToolCall {
  std::string name;
  std::vector<std::string> arguments;
  /// For `export`.
  std::string format = "text";
  uint64_t from = 1;
  uint64_t to = UINT64_MAX;
  /// Overwrite an existing file.
  bool force = false;
};

/// Adds the subcommands to `app`; parsing it fills in `tool`. Options can precede or follow them.
void describe_tools(CLI::App& app, ToolCall& tool);

}  // namespace moonroom::config
