// The console commands about members.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "admin/argument_parsing.h"
#include "admin/command_forms.h"
#include "admin/console_commands.h"
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

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string because(std::string_view reason) {
  return reason.empty() ? std::string() : tr_format(" (reason: {})", text::visible(reason));
}

}  // namespace

std::string CommandTable::who(std::string_view) {
  const auto& room = context_.state.room;
  if (room.present() == 0) return std::string(tr("nobody is in the room"));
  std::vector<Row> rows = {{"NAME", "BY", "ADDRESS", "HERE FOR", "SILENT FOR"}};
  for (const auto& [id, member] : room.all())
    if (member.stage == room::Stage::present)
      rows.push_back({member.name, how(member), to_string(member.endpoint),
                      how_long(now_.steady - member.joined_at.steady),
                      how_long(now_.steady - member.last_seen)});
  return to_table(rows, {"HERE FOR", "SILENT FOR"}) + tr_format("\n{} in the room", room.present());
}

const room::Member* CommandTable::named(std::string_view name) const {
  return context_.state.room.find_by_name(name);
}

std::string CommandTable::kick(std::string_view arguments) {
  const auto name = next_word(arguments);
  if (name.empty()) return failure(tr_format("whom? {}", usage_of("kick")));
  const auto* member = named(name);
  if (!member) return failure(nobody(name));
  const auto whole_name = member->name;
  context_.relay.moderation().kick(member->id, arguments, {now_, *out_});
  return tr_format("{} has been removed{}", whole_name, because(arguments));
}

std::string CommandTable::mute(std::string_view arguments) {
  const auto name = next_word(arguments);
  if (name.empty()) return failure(tr_format("whom? {}", usage_of("mute")));
  const auto length = pop_length(arguments, kUsualMute);
  if (!length || !arguments.empty())
    return failure(fmt::format("{}: {}", tr(kLengths), usage_of("mute")));
  const auto* member = named(name);
  if (!member) return mute_absent(name, *length);
  const auto muted = context_.relay.moderation().mute(member->id, *length, {now_, *out_});
  auto answer = tr_format("{} may not speak for {}", member->name, how_long(*length));
  if (!muted.neighbours.empty())
    answer +=
        tr_format("\nunder this name only, because others came from {} before: {}",
                  to_string(wire::source_of(member->endpoint.address)), listed(muted.neighbours));
  return answer;
}

// The member can have left while the administrator typed, and the mute holds for the name anyway.
std::string CommandTable::mute_absent(std::string_view name, Duration length) {
  if (!context_.relay.moderation().mute_absent(name, length, now_))
    return failure(tr_format("nobody can be called {}; nobody was muted", text::visible(name)));
  return tr_format("{} may not speak for {}", text::visible(name), how_long(length)) +
         std::string(tr("\nunder this name only, because nobody here is called so"));
}

std::string CommandTable::unmute(std::string_view arguments) {
  const auto name = next_word(arguments);
  if (name.empty() || !arguments.empty()) return failure(tr_format("whom? {}", usage_of("unmute")));
  const auto* member = named(name);
  const auto whole_name = member ? member->name : std::string(name);
  const bool had_mute = context_.relay.moderation().unmute(whole_name, {now_, *out_});
  // For a member, also lifts mutes of other names at the same source.
  if (member) context_.relay.moderation().mute(member->id, Duration::zero(), {now_, *out_});
  if (member || had_mute) return tr_format("{} may speak again", text::visible(whole_name));
  const bool is_banned = context_.state.sanctions.find_ban(name, {}, now_.trusted) != nullptr;
  return failure(tr_format(
      "no mute of {}; /bans lists those there are{}", text::visible(name),
      is_banned ? tr_format("\nkept out: /unban {}", text::visible(name)) : std::string()));
}

std::string CommandTable::ban(std::string_view arguments) {
  const auto whom = next_word(arguments);
  if (whom.empty()) return failure(tr_format("whom? {}", usage_of("ban")));
  const auto length = pop_length(arguments, kUsualBan);
  if (!length)
    return failure(tr_format("{}; nobody was banned: {}", tr(kLengths), usage_of("ban")));
  const auto ban = room::ban_on(whom, *length, arguments);
  if (!ban)
    return failure(tr_format("{}; nobody was banned", said_anew(text::visible(ban.error().what))));
  // Before the ban, which removes the member.
  const auto offer = ban_of_source(*ban);
  const auto banned = context_.relay.moderation().ban(*ban, {now_, *out_});
  if (!banned.is_done)
    return failure(std::string(tr("too many are kept out already; /bans lists them")));
  auto answer = tr_format("{}{} is kept out for {}{}",
                          ban->kind == room::Ban::Kind::name ? "" : tr("everybody from "),
                          text::visible(ban->what), how_long(*length), because(ban->reason));
  answer += banned.removed.empty() ? std::string(tr("\nnobody in the room was removed"))
                                   : tr_format("\nremoved: {}", listed(banned.removed));
  return answer + offer;
}

// The member could return under another name.
std::string CommandTable::ban_of_source(const room::Ban& ban) const {
  const auto* member = ban.kind == room::Ban::Kind::name ? named(ban.what) : nullptr;
  if (!member) return {};
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(ban.length).count();
  auto offer = tr_format("\nunder every name: /ban {} {}s",
                         to_string(wire::source_of(member->endpoint.address)), seconds);
  const auto neighbours = context_.state.room.neighbours_of(*member);
  if (!neighbours.empty()) offer += tr_format(" (removes also: {})", listed(neighbours));
  return offer;
}

std::string CommandTable::unban(std::string_view arguments) {
  const auto whom = next_word(arguments);
  if (whom.empty() || !arguments.empty()) return failure(tr_format("whom? {}", usage_of("unban")));
  const auto ban = room::ban_on(whom, Duration::zero(), {});
  if (!ban) return failure(said_anew(text::visible(ban.error().what)));
  const auto lifted = context_.relay.moderation().unban(*ban, now_);
  const auto* wider = context_.state.sanctions.find_ban_around(*ban, now_.trusted);
  auto rest =
      wider ? tr_format("\nstill kept out with {0}: /unban {0}", wider->ban.what) : std::string();
  if (is_muted_name(whom)) rest += tr_format("\nmay not speak: /unmute {}", text::visible(whom));
  if (lifted.empty())
    return failure(
        tr_format("no ban of {}; /bans lists those there are{}", text::visible(ban->what), rest));
  std::vector<std::string> names;
  names.reserve(lifted.size());
  for (const auto& each : lifted) names.push_back(each.what);
  return tr_format("no longer kept out: {}{}", listed(names), rest);
}

bool CommandTable::is_muted_name(std::string_view name) const {
  const auto mutes = context_.state.sanctions.mutes(now_.trusted);
  return std::any_of(mutes.begin(), mutes.end(), [&](const room::MuteRecord& mute) {
    return room::looks_alike(mute.name, name);
  });
}

std::string CommandTable::bans(std::string_view) {
  std::vector<Row> rows = {{"WHO", "MAY NOT", "FOR ANOTHER", "REASON"}};
  const auto add = [&](std::string_view who, std::string_view what, WallTime until,
                       std::string_view reason) {
    rows.push_back({text::visible(who), std::string(what), how_long(until - now_.trusted),
                    text::visible(reason)});
  };
  const auto& sanctions = context_.state.sanctions;
  for (const auto& each : sanctions.bans(now_.trusted))
    add(each.ban.what, tr("come in"), each.until, each.ban.reason);
  for (const auto& each : sanctions.mutes(now_.trusted))
    add(each.name, tr("speak"), each.until, {});
  return rows.size() == 1 ? std::string(tr("nobody is kept out or muted"))
                          : to_table(rows, {"FOR ANOTHER"});
}

// /unmute also accepts members who are muted under other names.
void CommandTable::add_penalties(admin::Completions& words) const {
  const auto& sanctions = context_.state.sanctions;
  for (const auto& mute : sanctions.mutes(now_.trusted))
    words.muted.push_back(text::visible(mute.name));
  for (const auto& [id, member] : context_.state.room.all())
    if (sanctions.is_muted(member, now_.trusted) && !contains(words.muted, member.name))
      words.muted.push_back(member.name);
  for (const auto& each : sanctions.bans(now_.trusted))
    if (each.ban.what.find(' ') == std::string::npos)
      words.banned.push_back(text::visible(each.ban.what));
}

}  // namespace moonroom::admin
