// A line that begins with a slash: whose command it is, who may give it, and the help that is made
// of what the commands say about themselves.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "script/line.h"
#include "script/settings.h"

namespace moonroom::script {

/// What stands behind the slash of a command, or nothing when the line is said: a doubled slash
/// says one. Chinese input methods make slashes and blanks of another form: they count too.
std::optional<std::string_view> behind_slash(std::string_view text);

/// "who  ann " is "who" and "ann".
Call parse_call(std::optional<room::MemberId> member, std::string_view text);

/// True when any plugin has registered a command: only then is a slash anything special.
bool any_commands(const Line& line);

/// The plugin that owns the command, or null.
Plugin* owner_of(const Line& line, std::string_view command);

/// The commands that the caller may give, a line each; those of one name when `only` is not empty.
/// Empty when there is none.
std::string help_for(const Call& call, const Line& line, std::string_view only);

/// What is answered to a call that nobody owns.
std::string no_such_command(const Call& call, const Line& line, const Settings& settings);

}  // namespace moonroom::script
