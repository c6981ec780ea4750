// Commands of other chat programs in the input: which of them the client executes, and which it
// explains, at once or after the room's answer that it does not know the command. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "client/familiar_commands.h"
#include "client/people.h"

namespace moonroom::client {

class CommandAdvice {
 public:
  /// A line from the room, which can be one of its help.
  void on_line(std::string_view line) { commands_.update(line); }
  const KnownCommands& commands() const { return commands_; }

  /// What to do with a typed line. `none` and `perhaps`: it goes to the room, and so does every
  /// command that the room is known to have.
  FamiliarCommand check(std::string_view line);
  /// The word of the last command that went to the room, if it is to be explained because of this
  /// answer. At most once.
  std::optional<std::string> pop_unknown(std::string_view answer);

 private:
  KnownCommands commands_;
  // A command that went to the room, which possibly lacks it.
  std::string perhaps_unknown_;
};

}  // namespace moonroom::client
