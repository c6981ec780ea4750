// Commands of other chat programs that a room can lack: the ones that the client executes itself,
// and advice about the rest. Pure. A command that the room has goes to the room.
#pragma once

#include <string>
#include <string_view>

#include "client/phrases.h"

namespace moonroom::client {

enum class FamiliarCommand {
  /// Left to the room.
  none,
  /// `/clear`: clears the screen.
  clear,
  /// `/names`: lists the members.
  names,
  /// `/exit`, `/bye`: as `/quit`.
  leave,
  /// Moonroom has another command or way for it: print the advice.
  advised,
  /// The same, if the room does not have the command.
  perhaps,
};

/// Classifies a typed line.
FamiliarCommand familiar_command(std::string_view line);

/// "nick" of "/nick bob"; empty when the line does not begin with a slash and a word.
std::string_view command_word(std::string_view line);

/// The equivalent of `/word` here; empty when none is known.
std::string_view advice_on(std::string_view word, Language language);

}  // namespace moonroom::client
