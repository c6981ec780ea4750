// A command: whose it is, who may give it, and the help that is made
// of what the commands say about themselves.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "room/line_reading.h"
#include "script/plugin_chain.h"
#include "script/settings.h"

namespace moonroom::script {

/// The commands of the plugins that run. What becomes of a line is room/line_reading.h's.
room::KnownCommands commands_of(const PluginChain& line);

/// "who  ann " is "who" and "ann".
Call parse_call(std::optional<room::MemberId> member, std::string_view text);

/// The plugin that owns the command, or null. A plugin's goes before a script's of the same name.
Plugin* owner_of(const PluginChain& line, std::string_view command);

/// What is answered to a call that nobody owns: to "help" the commands that the caller may give, a
/// line each, or the one that is asked for.
std::string answer_of_host(const Call& call, const PluginChain& line, const Settings& settings);

}  // namespace moonroom::script
