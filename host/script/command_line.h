// A line that begins with a slash: whose command it is, who may give it, and the help that is made
// of what the commands say about themselves.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "script/line.h"
#include "script/settings.h"

namespace moonroom::script {

/// How a line is meant.
struct Reading {
  /// What stands behind the slash of a command, or nothing when the line is said.
  std::optional<std::string_view> command;
  /// What is said then.
  std::string_view text;
};

/// A slash begins a command as soon as any plugin has one, and a doubled slash says one. Commands
/// of scripts, which are in every room, leave all lines alone that are none of theirs: "/usr/bin"
/// is said. Chinese input methods make slashes and blanks of another form: they count too.
Reading read_line(const Line& line, std::string_view text);

/// "who  ann " is "who" and "ann".
Call parse_call(std::optional<room::MemberId> member, std::string_view text);

/// The plugin that owns the command, or null. A plugin's goes before a script's of the same name.
Plugin* owner_of(const Line& line, std::string_view command);

/// What is answered to a call that nobody owns: to "help" the commands that the caller may give, a
/// line each, or the one that is asked for.
std::string answer_of_host(const Call& call, const Line& line, const Settings& settings);

}  // namespace moonroom::script
