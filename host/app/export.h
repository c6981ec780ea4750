// `moonroomd history` and `moonroomd export`: what was said, out of the store, while the room goes
// on beside. A large export is made by several processes at once, each a part of the numbers, each
// with a connection and a file of its own, because formatting takes longer than reading; the files
// are joined at the end.
#pragma once

#include "app/options.h"

namespace moonroom::app {

/// The status to exit with.
int show_history(const Options& options, const ToolCall& tool);
int export_entries(const Options& options, const ToolCall& tool);

}  // namespace moonroom::app
