// The console commands about the room and its host.
#include <fmt/format.h>

#include <array>

#include "admin/command_forms.h"
#include "admin/plugin_command_list.h"
#include "admin/process_table.h"
#include "base/language.h"
#include "text/text.h"

namespace moonroom::admin {
namespace {

CommandReply help(CommandContext& context, std::string_view) {
  std::vector<Row> rows = {{"TEXT", std::string(tr("say TEXT to everybody in the room"))}};
  for (const auto& form : command_forms())
    rows.push_back({usage_of(form), std::string(tr(form.help))});
  for (const auto& [name, command] : commands_of(context.judge.plugins())) {
    // The host's own command takes precedence.
    if (!usage_of(name).empty()) continue;
    const auto usage = command->text_at("usage");
    rows.push_back({fmt::format("/{}{}{}", name, usage.empty() ? "" : " ", text::visible(usage)),
                    text::visible(command->text_at("help"))});
  }
  return to_table(rows);
}

CommandReply say(CommandContext& context, std::string_view arguments) {
  if (arguments.empty()) return failure(tr_format("what? {}", usage_of("say")));
  if (context.relay.announce(arguments, context.now)) return std::string();
  return failure(std::string(tr("too much waits to be judged at the moment; try again")));
}

CommandReply ps(CommandContext& context, std::string_view) {
  return process_table(context.processes());
}

CommandReply stats(CommandContext& context, std::string_view) {
  return to_dashboard(context.figures(), context.trends);
}

CommandReply top(CommandContext& context, std::string_view) {
  return to_page(context.figures(), context.trends, context.processes());
}

CommandReply upgrade(CommandContext& context, std::string_view) {
  context.upgrade();
  return said_anew(to_text(context.upgraded()));
}

CommandReply upgrade_status(CommandContext& context, std::string_view) {
  return said_anew(to_text(context.upgraded()));
}

CommandReply quit(CommandContext& context, std::string_view) {
  context.quit();
  return std::string(tr("the room is closing"));
}

constexpr auto kRoomCommands = std::to_array<CommandForm>({
    {"help", "", "", "this list", help},
    {"say", "", "TEXT", "say TEXT to everybody, also if it begins with /", say},
    {"ps", "", "", "the processes of this host", ps},
    {"stats", "", "", "how fast, how much, how well", stats},
    {"top", "", "", "the same and more, over and over, until a key is pressed", top},
    {"upgrade", "", "", "become the program that is installed now, if it can", upgrade},
    {"upgrade", "last", "", "how the latest upgrade went", upgrade_status},
    {"quit", "", "", "end the room: everybody is told", quit},
});

}  // namespace

std::span<const CommandForm> room_commands() {
  return kRoomCommands;
}

}  // namespace moonroom::admin
