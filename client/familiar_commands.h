// Commands that people know from other chat programs and that the room may lack: what the client
// does itself, and what to say about the rest. Pure. A command that the room has goes to the room.
#pragma once

#include <string>
#include <string_view>

#include "client/phrases.h"

namespace moonroom::client {

enum class FamiliarCommand {
  /// The room's business.
  none,
  /// `/clear`: the screen.
  clear,
  /// `/names`: who is here.
  names,
  /// `/exit`, `/bye`: as `/quit`.
  leave,
  /// It has another name or way here.
  advised,
  /// The same, where the room does not have it.
  perhaps,
};

/// Of a typed line.
FamiliarCommand familiar_command(std::string_view line);

/// "nick" of "/nick bob"; empty when the line does not begin with a slash and a word.
std::string_view command_word(std::string_view line);

/// What does here what `/word` does elsewhere; empty when nothing is known of it.
std::string_view advice_on(std::string_view word, Language language);

}  // namespace moonroom::client
