#include "script/command_line.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "base/nearest.h"
#include "wire/text.h"

namespace moonroom::script {
namespace {

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

bool may_give(const Call& call, const Command& command) {
  return !call.member || !command.for_administrators;
}

}  // namespace

Call parse_call(std::optional<room::MemberId> member, std::string_view text) {
  const auto name = text.substr(0, text.find(' '));
  return {member, std::string(name), std::string(trimmed(text.substr(name.size())))};
}

bool any_commands(const Line& line) {
  return std::any_of(line.plugins().begin(), line.plugins().end(),
                     [](const auto& plugin) { return !plugin->commands().empty(); });
}

Plugin* owner_of(const Line& line, std::string_view command) {
  for (const auto& plugin : line.plugins())
    if (plugin->commands().contains(command)) return plugin.get();
  return nullptr;
}

std::string help_for(const Call& call, const Line& line, std::string_view only) {
  std::vector<std::string> lines;
  for (const auto& plugin : line.plugins())
    for (const auto& [name, command] : plugin->commands()) {
      if (!may_give(call, command) || (!only.empty() && only != name)) continue;
      const auto usage = command.usage.empty() ? "" : " " + command.usage;
      lines.push_back(fmt::format("/{}{}  {}", name, usage, command.help));
    }
  std::sort(lines.begin(), lines.end());
  return fmt::format("{}", fmt::join(lines, "\n"));
}

std::string no_such_command(const Call& call, const Line& line, const Settings& settings) {
  std::vector<std::string_view> known = {"help"};
  for (const auto& plugin : line.plugins())
    for (const auto& [name, command] : plugin->commands())
      if (may_give(call, command)) known.push_back(name);
  const std::string meant(nearest(call.name, known));
  const auto words =
      meant.empty() ? settings.host_phrase("no_command", "there is no command /{name}; see /help")
                    : settings.host_phrase("no_command_but",
                                           "there is no command /{name}; did you mean /{meant}?");
  std::string text = words;
  for (const auto& [key, value] :
       {std::pair<std::string, std::string>{"{name}", wire::shortened(call.name, 40)},
        std::pair<std::string, std::string>{"{meant}", meant}})
    if (const auto at = text.find(key); at != std::string::npos)
      text.replace(at, key.size(), value);
  return text;
}

}  // namespace moonroom::script
