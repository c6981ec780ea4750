// What /plugin list shows: the scripts and plugins, what each costs, and what is wrong with them
// and with the files of words.
#pragma once

#include <functional>
#include <string>

#include "ring/plugin_list.h"

namespace moonroom::app {

/// `use_of` tells what a plugin has used until now.
std::string plugin_table(const ring::PluginList& plugins,
                         const std::function<ring::UseCount(const ring::PluginRecord&)>& use_of);

}  // namespace moonroom::app
