// The forms of all console commands, and how they are looked up and shown.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "admin/command.h"

namespace moonroom::admin {

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
