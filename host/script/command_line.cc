#include "script/command_line.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "base/nearest.h"
#include "wire/text.h"

namespace moonroom::script {
namespace {

constexpr std::string_view kWideSlash = "／";
constexpr std::string_view kWideBlank = "　";

std::string_view trimmed(std::string_view text) {
  while (true) {
    const auto before = text.size();
    if (text.starts_with(' ')) text.remove_prefix(1);
    if (text.ends_with(' ')) text.remove_suffix(1);
    if (text.starts_with(kWideBlank)) text.remove_prefix(kWideBlank.size());
    if (text.ends_with(kWideBlank)) text.remove_suffix(kWideBlank.size());
    if (text.size() == before) return text;
  }
}

bool may_give(const Call& call, const Command& command) {
  return !call.member || !command.for_administrators;
}

}  // namespace

std::optional<std::string_view> behind_slash(std::string_view text) {
  for (const auto slash : {std::string_view("/"), kWideSlash}) {
    if (!text.starts_with(slash)) continue;
    text.remove_prefix(slash.size());
    return text.starts_with(slash) ? std::nullopt : std::optional(text);
  }
  return std::nullopt;
}

Call parse_call(std::optional<room::MemberId> member, std::string_view text) {
  const auto name = text.substr(0, std::min(text.find(' '), text.find(kWideBlank)));
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
