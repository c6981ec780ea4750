// The syntax of the console's own commands: one row for each form that the host accepts. The
// parser, the usage in errors, /help and Tab completion all read this table, so they cannot
// disagree. console_commands.cc executes the commands. Pure.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace moonroom::admin {

struct CommandForm {
  /// Without the slash.
  std::string_view command;
  /// The word that must follow the command; empty for the form without one.
  std::string_view word;
  /// The remaining arguments, as displayed: "NAME [REASON]". The first placeholder selects the
  /// completions: NAME a member, PLUGIN a plugin.
  std::string_view arguments;
  std::string_view help;
  /// The command without a word means this form.
  bool is_usual = false;
};

std::span<const CommandForm> command_forms();

/// The form of `command` with this word, or nullptr. An empty word finds the usual form.
const CommandForm* find_form(std::string_view command, std::string_view word);

/// "/kick NAME [REASON]", "/plugin [list]".
std::string usage_of(const CommandForm& form);
/// The same for all forms of a command, separated by commas.
std::string usage_of(std::string_view command);

/// The words that can follow a command.
std::vector<std::string_view> words_of(std::string_view command);

}  // namespace moonroom::admin
