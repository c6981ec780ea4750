// `moonroomd history` and `moonroomd export`: print entries from the store while the host keeps
// running. Several processes share a large export, each with a range of numbers, a connection and a
// file of its own, because formatting takes longer than reading; the files are joined at the end.
#pragma once

#include "config/options.h"

namespace moonroom::tools {

/// Both return the exit status.
int show_history(const config::Options& options, const config::ToolCall& tool);
int export_entries(const config::Options& options, const config::ToolCall& tool);

}  // namespace moonroom::tools
