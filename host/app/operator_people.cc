// The administrator's commands about people.
#include <fmt/format.h>

#include "app/command_words.h"
#include "app/operator.h"
#include "app/process_table.h"
#include "wire/endpoint.h"
#include "wire/text.h"

namespace moonroom::app {
namespace {

constexpr auto kUsualMute = std::chrono::minutes(10);
constexpr auto kUsualBan = std::chrono::hours(24);

std::string how_long(Duration time) {
  return to_words(std::chrono::ceil<std::chrono::seconds>(time));
}

std::string how(const room::Member& member) {
  if (!member.by_session()) return "text";
  return member.away ? "session, away" : "session";
}

std::string nobody(std::string_view name) {
  return fmt::format("nobody here is called {}; /who lists those who are", wire::visible(name));
}

// A length if the next word is one, else the usual; a word that is none belongs to what follows.
Duration take_length(std::string_view& arguments, Duration usual) {
  auto rest = arguments;
  const auto length = parse_length(next_word(rest));
  if (!length) return usual;
  arguments = rest;
  return *length;
}

}  // namespace

std::string Operator::who(std::string_view) {
  const auto& room = room_.relay.room();
  if (room.present() == 0) return "nobody is in the room";
  std::vector<Row> rows = {{"NAME", "BY", "ADDRESS", "HERE FOR", "SILENT FOR"}};
  for (const auto& [id, member] : room.members())
    if (member.stage == room::Stage::present)
      rows.push_back({member.name, how(member), to_string(member.endpoint),
                      how_long(now_.steady - member.since.steady),
                      how_long(now_.steady - member.heard)});
  return to_table(rows, {"HERE FOR", "SILENT FOR"}) +
         fmt::format("\n{} in the room", room.present());
}

const room::Member* Operator::named(std::string_view name) const {
  return room_.relay.room().named(name);
}

std::string Operator::kick(std::string_view arguments) {
  const auto name = next_word(arguments);
  if (name.empty()) return "whom? /kick NAME [REASON]";
  const auto* member = named(name);
  if (!member) return nobody(name);
  const auto whole_name = member->name;
  room_.relay.kick(member->id, arguments, now_, *out_);
  return fmt::format("{} has been removed", whole_name);
}

std::string Operator::mute(std::string_view arguments) {
  const auto name = next_word(arguments);
  if (name.empty()) return "whom? /mute NAME [LENGTH]";
  const auto length = take_length(arguments, kUsualMute);
  if (!arguments.empty()) return "a length is 90s, 10m, 2h or 7d: /mute NAME [LENGTH]";
  const auto* member = named(name);
  if (!member) return nobody(name);
  room_.relay.mute(member->id, length, now_);
  return fmt::format("{} may not speak for {}", member->name, how_long(length));
}

std::string Operator::unmute(std::string_view arguments) {
  const auto name = next_word(arguments);
  if (name.empty()) return "whom? /unmute NAME";
  const auto* member = named(name);
  if (!member) return nobody(name);
  room_.relay.mute(member->id, Duration::zero(), now_);
  return fmt::format("{} may speak again", member->name);
}

std::string Operator::ban(std::string_view arguments) {
  const auto whom = next_word(arguments);
  if (whom.empty()) return "whom? /ban NAME|ADDRESS [LENGTH] [REASON]";
  const auto length = take_length(arguments, kUsualBan);
  if (!room_.relay.ban(room::ban_on(whom, length, arguments), now_, *out_))
    return "too many are kept out already; /bans lists them";
  return fmt::format("{} is kept out for {}", wire::visible(whom), how_long(length));
}

std::string Operator::unban(std::string_view arguments) {
  const auto whom = next_word(arguments);
  if (whom.empty()) return "whom? /unban NAME|ADDRESS";
  room_.relay.ban(room::ban_on(whom, Duration::zero(), {}), now_, *out_);
  return fmt::format("{} may come in again", wire::visible(whom));
}

std::string Operator::bans(std::string_view) {
  std::vector<Row> rows = {{"WHO", "FOR ANOTHER", "REASON"}};
  for (const auto& sentence : room_.relay.penalties().bans(now_.trusted))
    rows.push_back({wire::visible(sentence.ban.what), how_long(sentence.until - now_.trusted),
                    wire::visible(sentence.ban.reason)});
  return rows.size() == 1 ? "nobody is kept out" : to_table(rows, {"FOR ANOTHER"});
}

}  // namespace moonroom::app
