// The console commands about members.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "admin/argument_parsing.h"
#include "admin/command_forms.h"
#include "admin/process_table.h"
#include "base/language.h"
#include "room/look.h"
#include "text/text.h"
#include "wire/endpoint.h"
#include "wire/prefix.h"

namespace moonroom::admin {
namespace {

constexpr auto kUsualMute = std::chrono::minutes(10);
constexpr auto kUsualBan = std::chrono::hours(24);

std::string how_long(Duration time) {
  return to_words(std::chrono::ceil<std::chrono::seconds>(time));
}

std::string how(const room::Member& member) {
  if (!member.by_session()) return std::string(tr("text"));
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

std::string listed(const std::vector<std::string>& names) {
  return text::visible(fmt::format("{}", fmt::join(names, ", ")));
}

std::string because(std::string_view reason) {
  return reason.empty() ? std::string() : tr_format(" (reason: {})", text::visible(reason));
}

// The member can have left while the administrator typed, and the mute holds for the name anyway.
CommandReply mute_absent(CommandContext& context, std::string_view name, Duration length) {
  if (!context.relay.moderation().mute_absent(name, length, context.now))
    return failure(tr_format("nobody can be called {}; nobody was muted", text::visible(name)));
  return tr_format("{} may not speak for {}", text::visible(name), how_long(length)) +
         std::string(tr("\nunder this name only, because nobody here is called so"));
}

// The member could return under another name.
std::string ban_of_source(const CommandContext& context, const room::Ban& ban) {
  const auto* member =
      ban.kind == room::Ban::Kind::name ? context.state.room.find_by_name(ban.what) : nullptr;
  if (!member) return {};
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(ban.length).count();
  auto offer = tr_format("\nunder every name: /ban {} {}s",
                         to_string(wire::source_of(member->endpoint.address)), seconds);
  const auto neighbours = context.state.room.neighbours_of(*member);
  if (!neighbours.empty()) offer += tr_format(" (removes also: {})", listed(neighbours));
  return offer;
}

bool is_muted_name(const CommandContext& context, std::string_view name) {
  const auto mutes = context.state.sanctions.mutes(context.now.trusted);
  return std::any_of(mutes.begin(), mutes.end(), [&](const room::MuteRecord& mute) {
    return room::looks_alike(mute.name, name);
  });
}

CommandReply who(CommandContext& context, std::string_view) {
  const auto& room = context.state.room;
  if (room.present() == 0) return std::string(tr("nobody is in the room"));
  std::vector<Row> rows = {{"NAME", "BY", "ADDRESS", "CONNECTED", "IDLE"}};
  for (const auto& [id, member] : room.all())
    if (member.stage == room::Stage::present)
      rows.push_back({member.name, how(member), to_string(member.endpoint),
                      how_long(context.now.steady - member.joined_at.steady),
                      how_long(context.now.steady - member.last_seen)});
  return to_table(rows, {"CONNECTED", "IDLE"}) + tr_format("\n{} in the room", room.present());
}

CommandReply kick(CommandContext& context, std::string_view arguments) {
  const auto name = next_word(arguments);
  if (name.empty()) return failure(tr_format("whom? {}", usage_of("kick")));
  const auto* member = context.state.room.find_by_name(name);
  if (!member) return failure(nobody(name));
  const auto whole_name = member->name;
  context.relay.moderation().kick(member->id, arguments, context.turn());
  return tr_format("{} has been removed{}", whole_name, because(arguments));
}

CommandReply mute(CommandContext& context, std::string_view arguments) {
  const auto name = next_word(arguments);
  if (name.empty()) return failure(tr_format("whom? {}", usage_of("mute")));
  const auto length = pop_length(arguments, kUsualMute);
  if (!length || !arguments.empty())
    return failure(fmt::format("{}: {}", tr(kLengths), usage_of("mute")));
  const auto* member = context.state.room.find_by_name(name);
  if (!member) return mute_absent(context, name, *length);
  const auto muted = context.relay.moderation().mute(member->id, *length, context.turn());
  auto answer = tr_format("{} may not speak for {}", member->name, how_long(*length));
  if (!muted.neighbours.empty())
    answer +=
        tr_format("\nunder this name only, because others came from {} before: {}",
                  to_string(wire::source_of(member->endpoint.address)), listed(muted.neighbours));
  return answer;
}

CommandReply unmute(CommandContext& context, std::string_view arguments) {
  const auto name = next_word(arguments);
  if (name.empty() || !arguments.empty()) return failure(tr_format("whom? {}", usage_of("unmute")));
  const auto* member = context.state.room.find_by_name(name);
  const auto whole_name = member ? member->name : std::string(name);
  const bool had_mute = context.relay.moderation().unmute(whole_name, context.turn());
  // For a member, also lifts mutes of other names at the same source.
  if (member) context.relay.moderation().mute(member->id, Duration::zero(), context.turn());
  if (member || had_mute) return tr_format("{} may speak again", text::visible(whole_name));
  const bool is_banned = context.state.sanctions.find_ban(name, {}, context.now.trusted) != nullptr;
  return failure(tr_format(
      "no mute of {}; /bans lists those there are{}", text::visible(name),
      is_banned ? tr_format("\nkept out: /unban {}", text::visible(name)) : std::string()));
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
  // Before the ban, which removes the member.
  const auto offer = ban_of_source(context, *ban);
  const auto banned = context.relay.moderation().ban(*ban, context.turn());
  if (!banned.is_done)
    return failure(std::string(tr("too many are kept out already; /bans lists them")));
  auto answer = tr_format("{}{} is kept out for {}{}",
                          ban->kind == room::Ban::Kind::name ? "" : tr("everybody from "),
                          text::visible(ban->what), how_long(*length), because(ban->reason));
  answer += banned.removed.empty() ? std::string(tr("\nnobody in the room was removed"))
                                   : tr_format("\nremoved: {}", listed(banned.removed));
  return answer + offer;
}

CommandReply unban(CommandContext& context, std::string_view arguments) {
  const auto whom = next_word(arguments);
  if (whom.empty() || !arguments.empty()) return failure(tr_format("whom? {}", usage_of("unban")));
  const auto ban = room::ban_on(whom, Duration::zero(), {});
  if (!ban) return failure(said_anew(text::visible(ban.error().what)));
  const auto lifted = context.relay.moderation().unban(*ban, context.now);
  const auto* wider = context.state.sanctions.find_ban_around(*ban, context.now.trusted);
  auto rest =
      wider ? tr_format("\nstill kept out with {0}: /unban {0}", wider->ban.what) : std::string();
  if (is_muted_name(context, whom))
    rest += tr_format("\nmay not speak: /unmute {}", text::visible(whom));
  if (lifted.empty())
    return failure(
        tr_format("no ban of {}; /bans lists those there are{}", text::visible(ban->what), rest));
  std::vector<std::string> names;
  names.reserve(lifted.size());
  for (const auto& each : lifted) names.push_back(each.what);
  return tr_format("no longer kept out: {}{}", listed(names), rest);
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
