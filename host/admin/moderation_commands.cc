// The console commands about members.
#include <fmt/format.h>

#include <array>

#include "admin/argument_parsing.h"
#include "admin/command_forms.h"
#include "admin/process_table.h"
#include "base/language.h"
#include "text/text.h"

namespace moonroom::admin {
namespace {

constexpr auto kUsualMute = std::chrono::minutes(10);
constexpr auto kUsualBan = std::chrono::hours(24);

std::string how(const room::Member& member) {
  if (member.transport() == wire::Transport::text) return std::string(tr("text"));
  return std::string(tr(member.away ? "session, away" : "session"));
}

std::string nobody(std::string_view name) {
  return tr_format(
      "nobody here is called {0}; /who lists those who are, and /ban {0} keeps the name out",
      text::visible(name));
}

constexpr const char* kLengths = "a length is one word: 90s, 10m, 2h or 7d";

// A word that seems to be a length must be one.
bool begins_like_length(std::string_view word) {
  return !word.empty() &&
         std::string_view("0123456789+-.").find(word.front()) != std::string_view::npos;
}

// The length that comes next, else `usual`; any other word belongs to the following argument.
// Nullopt for an invalid length, and for a bare number followed by words ("10 lightyears").
std::optional<Duration> pop_length(std::string_view& arguments, Duration usual) {
  auto rest = arguments;
  const auto word = next_word(rest);
  const bool is_bare = word.find_first_not_of("0123456789") == std::string_view::npos;
  if (!begins_like_length(word)) return usual;
  if (is_bare && !rest.empty()) return std::nullopt;
  const auto length = parse_length(word);
  if (length) arguments = rest;
  return length;
}

CommandReply who(CommandContext& context, std::string_view) {
  const auto& room = context.state.room;
  if (room.present() == 0) return std::string(tr("nobody is in the room"));
  std::vector<Row> rows = {{"NAME", "BY", "ADDRESS", "CONNECTED", "IDLE"}};
  for (const auto& [id, member] : room.all())
    if (member.stage == room::Stage::present)
      rows.push_back({member.name, how(member), to_string(member.connection.endpoint),
                      how_long(context.now.steady - member.joined_at.steady),
                      how_long(context.now.steady - member.last_seen)});
  return to_table(rows, {"CONNECTED", "IDLE"}) + tr_format("\n{} in the room", room.present());
}

// The answer follows once the event has been applied (admin/sanction_replies.h).
CommandReply submit(CommandContext& context, room::Sanction sanction) {
  context.relay.sanction(std::move(sanction), context.now);
  return pending_reply();
}

CommandReply kick(CommandContext& context, std::string_view arguments) {
  const auto name = next_word(arguments);
  if (name.empty()) return failure(tr_format("whom? {}", usage_of("kick")));
  const auto* member = context.state.room.find_by_name(name);
  if (!member) return failure(nobody(name));
  return submit(context, room::Kick{member->id, std::string(arguments)});
}

// The member can have left while the administrator typed, and the mute holds for the name anyway.
CommandReply mute(CommandContext& context, std::string_view arguments) {
  const auto name = next_word(arguments);
  if (name.empty()) return failure(tr_format("whom? {}", usage_of("mute")));
  const auto length = pop_length(arguments, kUsualMute);
  if (!length || !arguments.empty())
    return failure(fmt::format("{}: {}", tr(kLengths), usage_of("mute")));
  const auto* member = context.state.room.find_by_name(name);
  return member ? submit(context, room::Mute{member->id, *length})
                : submit(context, room::NameMute{std::string(name), *length});
}

CommandReply unmute(CommandContext& context, std::string_view arguments) {
  const auto name = next_word(arguments);
  if (name.empty() || !arguments.empty()) return failure(tr_format("whom? {}", usage_of("unmute")));
  return submit(context, room::NameMute{std::string(name)});
}

CommandReply ban(CommandContext& context, std::string_view arguments) {
  const auto whom = next_word(arguments);
  if (whom.empty()) return failure(tr_format("whom? {}", usage_of("ban")));
  const auto length = pop_length(arguments, kUsualBan);
  if (!length)
    return failure(tr_format("{}; nobody was banned: {}", tr(kLengths), usage_of("ban")));
  const auto ban = room::ban_on(whom, *length, arguments);
  if (!ban)
    return failure(tr_format("{}; nobody was banned", said_anew(text::visible(ban.error().what))));
  return submit(context, *ban);
}

CommandReply unban(CommandContext& context, std::string_view arguments) {
  const auto whom = next_word(arguments);
  if (whom.empty() || !arguments.empty()) return failure(tr_format("whom? {}", usage_of("unban")));
  const auto ban = room::ban_on(whom, Duration::zero(), {});
  if (!ban) return failure(said_anew(text::visible(ban.error().what)));
  return submit(context, *ban);
}

CommandReply bans(CommandContext& context, std::string_view) {
  std::vector<Row> rows = {{"WHO", "MAY NOT", "EXPIRES IN", "REASON"}};
  const auto add = [&](std::string_view who, std::string_view what, WallTime until,
                       std::string_view reason) {
    rows.push_back({text::visible(who), std::string(what), how_long(until - context.now.trusted),
                    text::visible(reason)});
  };
  const auto& sanctions = context.state.sanctions;
  for (const auto& each : sanctions.bans(context.now.trusted))
    add(each.ban.what, tr("come in"), each.until, each.ban.reason);
  for (const auto& each : sanctions.mutes(context.now.trusted))
    add(each.name, tr("speak"), each.until, {});
  return rows.size() == 1 ? std::string(tr("nobody is kept out or muted"))
                          : to_table(rows, {"EXPIRES IN"});
}

constexpr auto kModerationCommands = std::to_array<CommandForm>({
    {"who", "", "", "who is in the room", who},
    {"kick", "", "NAME [REASON]", "remove NAME from the room", kick},
    {"mute", "", "NAME [LENGTH]", "let NAME hear, but not speak: 90s, 10m, 2h, 7d (default 10m)",
     mute},
    {"unmute", "", "NAME", "let NAME speak again", unmute},
    {"ban", "", "NAME|ADDRESS|PREFIX [LENGTH] [REASON]",
     "remove and keep out: 90s, 10m, 2h, 7d (default 1d)", ban},
    {"unban", "", "NAME|ADDRESS|PREFIX", "let come in again", unban},
    {"bans", "", "", "who may not come in or not speak, and for how long", bans},
});

}  // namespace

std::span<const CommandForm> moderation_commands() {
  return kModerationCommands;
}

}  // namespace moonroom::admin
