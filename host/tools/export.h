// `moonroomd history` and `moonroomd export`: what was said, out of the store, while the room goes
// on beside. A large export is made by several processes at once, each a part of the numbers, each
// with a connection and a file of its own, because formatting takes longer than reading; the files
// are joined at the end.
#pragma once

#include "config/options.h"

namespace moonroom::tools {

/// The status to exit with.
int show_history(const config::Options& options, const config::ToolCall& tool);
int export_entries(const config::Options& options, const config::ToolCall& tool);

}  // namespace moonroom::tools
