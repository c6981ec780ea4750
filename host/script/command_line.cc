#include "script/command_line.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "base/nearest.h"
#include "match/letters.h"
#include "room/code_points.h"
#include "room/host_messages.h"
#include "room/look.h"
#include "text/text.h"

namespace moonroom::script {
namespace {

constexpr std::string_view kHelp = "help";

bool may_give(const Call& call, const Command& command) {
  return !call.member || !command.for_administrators;
}

std::string help_for(const Call& call, const PluginChain& line, std::string_view only) {
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

// The command that was probably meant: equal but for width or case, or a near miss.
std::string meant_command(std::string_view name, const std::vector<std::string_view>& known) {
  const auto alike = std::find_if(known.begin(), known.end(), [&](std::string_view other) {
    return room::looks_alike(name, other);
  });
  if (alike != known.end()) return std::string(*alike);
  std::string plain;
  for (const auto& letter : match::letters_of(name)) room::append(plain, letter.folded);
  return std::string(nearest(plain, known));
}

std::string no_such_command(const Call& call, std::string_view name, const PluginChain& line,
                            const Settings& settings) {
  std::vector<std::string_view> known = {kHelp};
  for (const auto& plugin : line.plugins())
    for (const auto& [other, command] : plugin->commands())
      if (may_give(call, command)) known.push_back(other);
  const auto meant = meant_command(name, known);
  const auto words =
      meant.empty() ? settings.host_phrase("no_command", "there is no command /{name}; see /help")
                    : settings.host_phrase("no_command_but",
                                           "there is no command /{name}; did you mean /{meant}?");
  return room::substitute(room::substitute(words, "{name}", text::shortened(name, 40)), "{meant}",
                          meant);
}

}  // namespace

room::KnownCommands commands_of(const PluginChain& line) {
  room::KnownCommands known;
  for (const auto& plugin : line.plugins())
    for (const auto& [name, command] : plugin->commands()) known.add(name, !plugin->is_script());
  return known;
}

Call parse_call(std::optional<room::MemberId> member, std::string_view text) {
  const auto [name, arguments] = room::cut_word(text);
  Call call;
  call.member = member;
  call.name = name;
  call.arguments = arguments;
  call.text = arguments;
  return call;
}

Plugin* owner_of(const PluginChain& line, std::string_view command) {
  Plugin* owner = nullptr;
  for (const auto& plugin : line.plugins())
    if (plugin->commands().contains(command) && (!owner || owner->is_script()))
      owner = plugin.get();
  return owner;
}

std::string answer_of_host(const Call& call, const PluginChain& line, const Settings& settings) {
  if (call.name != kHelp) return no_such_command(call, call.name, line, settings);
  std::string_view only = call.arguments;
  if (only.starts_with('/')) only.remove_prefix(1);
  const auto help = help_for(call, line, only == kHelp ? std::string_view() : only);
  return help.empty() ? no_such_command(call, only.empty() ? kHelp : only, line, settings) : help;
}

}  // namespace moonroom::script
