// The words of the command line that stand in the place of a room: check, test, plugins, new,
// plugin and reference for those who write plugins; upgrade and console for whoever has a room
// running.
#pragma once

#include "app/options.h"

namespace moonroom::app {

/// The status to exit with: 0 when all is well, 1 when something is wrong with a plugin, 2 for a
/// word that makes no sense.
int run_tool(const Options& options, const ToolCall& tool);

}  // namespace moonroom::app
