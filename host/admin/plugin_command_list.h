// The commands of the room's plugins, as the administrator can call them.
#pragma once

#include <map>
#include <string_view>

#include "base/value.h"
#include "ring/plugin_registry.h"

namespace moonroom::admin {

/// Each command by its name, with what it says about itself. Where a script and a plugin have one
/// of the same name, it is the plugin's. Valid until the registry changes.
inline std::map<std::string_view, const Value*> commands_of(const ring::PluginRegistry& plugins) {
  std::map<std::string_view, const Value*> all;
  for (const auto role : {ring::Role::script, ring::Role::plugin})
    for (const auto& plugin : plugins.all()) {
      const auto* commands = plugin.details.field("commands");
      if (plugin.file.role != role || plugin.state != ring::State::on) continue;
      if (!commands || !commands->table()) continue;
      for (const auto& [name, command] : commands->table()->fields) all[name] = &command;
    }
  return all;
}

}  // namespace moonroom::admin
