// Which lines the client's history file may keep. What begins with a slash may be a command with a
// password or a private message in it, and the client does not know the host's commands. Pure.
#pragma once

#include <string_view>

namespace moonroom::client {

/// False for a line that begins with a slash of any form, with the 、 of an input method, or with
/// what shows as nothing: the host may read it as a command.
bool is_remembered(std::string_view line);

}  // namespace moonroom::client
