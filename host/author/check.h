// Looks at files of Lua without a room: what would keep them from loading, and what would go wrong
// later.
#pragma once

#include <string>
#include <vector>

#include "ring/message.h"
#include "script/plugin.h"

namespace moonroom::author {

/// What is wrong with `files`, in the order of the files: misspelt hooks and fields, settings of
/// the wrong type, globals that there are not, `before` and `after` that go round in a circle,
/// settings and neighbours of plugins that there are not. `room` is what is loaded before them, and
/// `others` are the names of plugins that may be turned on. Runs the files in this process.
std::vector<std::string> check(const std::vector<ring::PluginSource>& room,
                               const std::vector<ring::PluginSource>& files,
                               const std::vector<std::string>& others,
                               const script::PluginLimits& limits);

/// For each hook the plugins that have it, in the order in which they are asked, and why in that
/// order; then the commands and whose they are: a table for people.
std::string pipeline(const std::vector<ring::PluginSource>& files,
                     const script::PluginLimits& limits);

}  // namespace moonroom::author
