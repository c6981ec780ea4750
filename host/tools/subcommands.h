// The subcommands of moonroomd: check, test, plugins, new, plugin and reference for plugin authors;
// upgrade and console for administrators of a running host.
#pragma once

#include "config/options.h"

namespace moonroom::tools {

/// Returns the exit status: 0 when all is well, 1 when something is wrong with a plugin, 2 for an
/// invalid argument.
int run_tool(const config::Options& options, const config::ToolCall& tool);

}  // namespace moonroom::tools
