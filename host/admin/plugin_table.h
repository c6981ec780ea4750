// The table of /plugin list: scripts and plugins, their costs, and the errors of them and of the
// wordings.
#pragma once

#include <functional>
#include <string>

#include "ring/plugin_registry.h"

namespace moonroom::admin {

/// `counters_of` returns a plugin's counters.
std::string plugin_table(
    const ring::PluginRegistry& plugins,
    const std::function<ring::PluginCounters(const ring::PluginEntry&)>& use_of);

}  // namespace moonroom::admin
