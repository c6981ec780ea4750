// Decides which lines are stored in the client's history file. A line that begins with a slash can
// be a command with a password or a private message, and the client does not know the host's
// commands. Pure.
#pragma once

#include <string_view>

namespace moonroom::client {

/// False for a line that begins with a slash of any form, with the 、 of an input method, or with
/// an invisible character: the host possibly reads it as a command.
bool is_remembered(std::string_view line);

}  // namespace moonroom::client
