#include "client/command_advice.h"

#include <utility>

namespace moonroom::client {

FamiliarCommand CommandAdvice::check(std::string_view line) {
  const auto word = std::string(command_word(line));
  perhaps_unknown_.clear();
  if (commands_.commands().contains("/" + word)) return FamiliarCommand::none;
  const auto command = familiar_command(line);
  if (command == FamiliarCommand::perhaps) perhaps_unknown_ = word;
  return command;
}

// The room's answer about an unknown command contains its name.
std::optional<std::string> CommandAdvice::pop_unknown(std::string_view answer) {
  if (perhaps_unknown_.empty() || answer.find("/" + perhaps_unknown_) == std::string_view::npos)
    return std::nullopt;
  return std::exchange(perhaps_unknown_, {});
}

}  // namespace moonroom::client
