// The words of the command line that stand in the place of a room: check, test, plugins, new,
// plugin and reference for those who write plugins; upgrade and console for whoever has a room
// running.
#pragma once

#include "config/options.h"

namespace moonroom::tools {

/// The status to exit with: 0 when all is well, 1 when something is wrong with a plugin, 2 for a
/// word that makes no sense.
int run_tool(const config::Options& options, const config::ToolCall& tool);

}  // namespace moonroom::tools
