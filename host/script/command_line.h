// Commands: the plugin that owns one, the permission to call it, and the /help made from their
// descriptions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "room/line_reading.h"
#include "script/plugin_chain.h"
#include "script/settings.h"

namespace moonroom::script {

/// The commands of the plugins that run. room/line_reading.h decides how a line is read.
room::KnownCommands commands_of(const PluginChain& line);

/// "who  ann " is "who" and "ann".
Call parse_call(std::optional<room::MemberId> member, std::string_view text);

/// The plugin that owns the command, or null. A plugin takes precedence over a script.
Plugin* owner_of(const PluginChain& line, std::string_view command);

/// The host's reply to a call of a command that no plugin owns. For "help": the commands that the
/// caller may use, one a line, or the one asked for.
std::string answer_of_host(const Call& call, const PluginChain& line, const Settings& settings);

}  // namespace moonroom::script
