#include "client/suggestions.h"

#include <string>
#include <vector>

namespace moonroom::client {
namespace {

// The client's own command, and the room's that lists the others.
constexpr std::string_view kAlwaysThere[] = {"/help", "/quit"};

terminal::Completion suggest_command(std::string_view typed, const KnownCommands& known) {
  std::vector<std::string> commands(known.commands().begin(), known.commands().end());
  for (const auto command : kAlwaysThere)
    if (!known.commands().contains(std::string(command))) commands.emplace_back(command);
  return terminal::complete(typed, commands);
}

}  // namespace

terminal::Completion suggest(std::string_view typed, const KnownPeople& people,
                             const KnownCommands& commands) {
  const size_t blank = typed.rfind(' ');
  if (blank == std::string_view::npos && typed.starts_with('/'))
    return suggest_command(typed, commands);
  // A name at the beginning of a line addresses that member.
  const auto behind = blank == std::string_view::npos ? ": " : " ";
  const auto word = blank == std::string_view::npos ? typed : typed.substr(blank + 1);
  std::vector<std::string> names;
  for (const auto& name : people.names()) names.push_back(name + behind);
  return terminal::complete(word, names);
}

}  // namespace moonroom::client
