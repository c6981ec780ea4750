// Looks at files of Lua without a room: what would keep them from loading, and what would go wrong
// later.
#pragma once

#include <string>
#include <vector>

#include "ring/message.h"
#include "script/plugin.h"

namespace moonroom::author {

/// What is wrong with `files`, in the order of the files: misspelt hooks and fields, settings of
/// the wrong type, globals that there are not, `before` and `after` that go round in a circle.
/// `room` is what is loaded before them; what is wrong with it comes first. Runs the files in this
/// process.
std::vector<std::string> check(const std::vector<ring::Load>& room,
                               const std::vector<ring::Load>& files,
                               const script::PluginLimits& limits);

/// For each hook the plugins that have it, in the order in which they are asked, and why in that
/// order: a table for people.
std::string pipeline(const std::vector<ring::Load>& files, const script::PluginLimits& limits);

}  // namespace moonroom::author
