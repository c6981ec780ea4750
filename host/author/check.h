// Checks Lua files without a room: what would prevent loading, and what would fail later.
#pragma once

#include <string>
#include <vector>

#include "ring/message.h"
#include "script/plugin.h"

namespace moonroom::author {

/// The errors in `files`, in the order of the files: misspelt hooks and fields, settings of the
/// wrong type, unknown globals, cycles of `before` and `after`, settings of unknown plugins and
/// references to them. `room` is loaded first; `others` are the names of plugins that can be turned
/// on. Runs the files in this process.
std::vector<std::string> check(const std::vector<ring::PluginSource>& room,
                               const std::vector<ring::PluginSource>& files,
                               const std::vector<std::string>& others,
                               const script::PluginLimits& limits);

/// A table for display: for each hook the plugins that have it, in the order of their calls, and
/// the reason for that order; then the commands and their owners.
std::string pipeline(const std::vector<ring::PluginSource>& files,
                     const script::PluginLimits& limits);

}  // namespace moonroom::author
