#include "script/command_line.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "base/nearest.h"
#include "ring/routine.h"
#include "wire/text.h"

namespace moonroom::script {
namespace {

constexpr std::string_view kWideBlank = "　";

constexpr std::string_view kHelp = "help";

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

bool answers_to(const Line& line, std::string_view name) {
  bool any = false;
  for (const auto& plugin : line.plugins()) {
    if (plugin->commands().empty()) continue;
    if (!plugin->is_script()) return true;
    any = true;
  }
  return any && (name == kHelp || owner_of(line, name));
}

std::string help_for(const Call& call, const Line& line, std::string_view only) {
  std::vector<std::string> lines;
  for (const auto& plugin : line.plugins())
    for (const auto& [name, command] : plugin->commands()) {
      if (!may_give(call, command) || (!only.empty() && only != name)) continue;
      if (owner_of(line, name) != plugin.get()) continue;
      const auto usage = command.usage.empty() ? "" : " " + command.usage;
      lines.push_back(fmt::format("/{}{}  {}", name, usage, command.help));
    }
  std::sort(lines.begin(), lines.end());
  return fmt::format("{}", fmt::join(lines, "\n"));
}

std::string no_such_command(const Call& call, std::string_view name, const Line& line,
                            const Settings& settings) {
  std::vector<std::string_view> known = {kHelp};
  for (const auto& plugin : line.plugins())
    for (const auto& [other, command] : plugin->commands())
      if (may_give(call, command)) known.push_back(other);
  const std::string meant(nearest(name, known));
  const auto words =
      meant.empty() ? settings.host_phrase("no_command", "there is no command /{name}; see /help")
                    : settings.host_phrase("no_command_but",
                                           "there is no command /{name}; did you mean /{meant}?");
  std::string text = words;
  for (const auto& [key, value] :
       {std::pair<std::string, std::string>{"{name}", wire::shortened(name, 40)},
        std::pair<std::string, std::string>{"{meant}", meant}})
    if (const auto at = text.find(key); at != std::string::npos)
      text.replace(at, key.size(), value);
  return text;
}

}  // namespace

Reading read_line(const Line& line, std::string_view text) {
  for (const auto slash : {ring::kSlash, ring::kWideSlash}) {
    if (!text.starts_with(slash)) continue;
    const auto rest = text.substr(slash.size());
    const bool doubled = rest.starts_with(slash);
    const auto call = doubled ? rest.substr(slash.size()) : rest;
    if (!answers_to(line, parse_call(std::nullopt, call).name)) break;
    return doubled ? Reading{std::nullopt, rest} : Reading{call, {}};
  }
  return {std::nullopt, text};
}

Call parse_call(std::optional<room::MemberId> member, std::string_view text) {
  const auto name = text.substr(0, std::min(text.find(' '), text.find(kWideBlank)));
  return {member, std::string(name), std::string(trimmed(text.substr(name.size())))};
}

Plugin* owner_of(const Line& line, std::string_view command) {
  Plugin* owner = nullptr;
  for (const auto& plugin : line.plugins())
    if (plugin->commands().contains(command) && (!owner || owner->is_script()))
      owner = plugin.get();
  return owner;
}

std::string answer_of_host(const Call& call, const Line& line, const Settings& settings) {
  if (call.name != kHelp) return no_such_command(call, call.name, line, settings);
  std::string_view only = call.arguments;
  if (only.starts_with('/')) only.remove_prefix(1);
  const auto help = help_for(call, line, only == kHelp ? std::string_view() : only);
  return help.empty() ? no_such_command(call, only.empty() ? kHelp : only, line, settings) : help;
}

}  // namespace moonroom::script
