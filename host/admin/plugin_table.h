// What /plugin list shows: the scripts and plugins, what each costs, and what is wrong with them
// and with the files of words.
#pragma once

#include <functional>
#include <string>

#include "ring/plugin_registry.h"

namespace moonroom::admin {

/// `counters_of` tells what a plugin has used until now.
std::string plugin_table(
    const ring::PluginRegistry& plugins,
    const std::function<ring::PluginCounters(const ring::PluginEntry&)>& use_of);

}  // namespace moonroom::admin
