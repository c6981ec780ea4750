// The words of the command line for those who write plugins: check, test, plugins, new, plugin,
// reference. None of them opens a socket.
#pragma once

#include "app/options.h"

namespace moonroom::app {

/// The status to exit with: 0 when all is well, 1 when something is wrong with a plugin, 2 for a
/// word that makes no sense.
int run_tool(const Options& options, const ToolCall& tool);

}  // namespace moonroom::app
