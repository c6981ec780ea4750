#include "app/operator.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "app/process_table.h"
#include "base/nearest.h"
#include "wire/text.h"

namespace moonroom::app {
namespace {

// Cuts off the first word of `rest` and the blanks around it.
std::string_view next_word(std::string_view& rest) {
  rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
  const auto word = rest.substr(0, rest.find(' '));
  rest.remove_prefix(word.size());
  rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
  return word;
}

std::string ago(SteadyTime then, SteadyTime now) {
  return to_words(std::chrono::duration_cast<std::chrono::seconds>(now - then));
}

std::string order_of(const Value& details) {
  const auto* table = details.table();
  const auto* order = table ? table->field("order") : nullptr;
  return order && order->number() ? fmt::format("{}", *order->number()) : "";
}

std::string hooks_of(const Value& details) {
  const auto* table = details.table();
  const auto* hooks = table ? table->field("hooks") : nullptr;
  std::string words;
  if (!hooks || !hooks->table()) return words;
  for (const auto& hook : hooks->table()->items)
    if (hook.text()) words += (words.empty() ? "" : " ") + *hook.text();
  return words;
}

}  // namespace

struct Operator::Command {
  std::string_view name;
  std::string_view usage;
  std::string_view help;
  std::string (Operator::*run)(std::string_view arguments);
};

std::span<const Operator::Command> Operator::commands() {
  static constexpr std::array<Command, 8> kCommands = {{
      {"help", "/help", "this list", &Operator::help},
      {"who", "/who", "who is in the room", &Operator::who},
      {"say", "/say TEXT", "say TEXT to everybody, also if it begins with /", &Operator::say},
      {"kick", "/kick NAME [REASON]", "remove NAME from the room", &Operator::kick},
      {"plugin", "/plugin list | load NAME | resume NAME", "the plugins, and what they are up to",
       &Operator::plugin},
      {"ps", "/ps", "the processes of this host", &Operator::ps},
      {"stats", "/stats", "what has been counted", &Operator::stats},
      {"quit", "/quit", "end the room: everybody is told", &Operator::quit},
  }};
  return kCommands;
}

std::vector<std::string> Operator::phrases() {
  std::vector<std::string> phrases = {"/plugin list", "/plugin load ", "/plugin resume "};
  for (const auto& command : commands())
    if (command.name != "plugin") phrases.push_back("/" + std::string(command.name));
  return phrases;
}

std::string Operator::obey(std::string_view line, Moment now, wire::Outbox& out) {
  now_ = now;
  out_ = &out;
  if (line.empty()) return {};
  if (!line.starts_with('/')) return say(line);
  auto rest = line.substr(1);
  const auto name = next_word(rest);
  for (const auto& command : commands())
    if (command.name == name) return (this->*command.run)(rest);
  std::vector<std::string_view> known;
  for (const auto& command : commands()) known.push_back(command.name);
  const auto meant = nearest(name, known);
  return fmt::format("there is no command /{}; {}", wire::visible(name),
                     meant.empty() ? "/help lists them" : fmt::format("did you mean /{}?", meant));
}

std::string Operator::help(std::string_view) {
  std::vector<Row> rows = {{"TEXT", "say TEXT to everybody in the room"}};
  for (const auto& command : commands())
    rows.push_back({std::string(command.usage), std::string(command.help)});
  return to_table(rows);
}

std::string Operator::who(std::string_view) {
  const auto& room = room_.relay.room();
  if (room.present() == 0) return "nobody is in the room";
  std::vector<Row> rows = {{"NAME", "ADDRESS", "HERE FOR", "SILENT FOR"}};
  for (const auto& [id, member] : room.members())
    if (member.stage == room::Stage::present)
      rows.push_back({member.name, to_string(member.endpoint),
                      ago(member.since.steady, now_.steady),
                      ago(member.heard.steady, now_.steady)});
  return to_table(rows) + fmt::format("\n{} in the room", room.present());
}

std::string Operator::kick(std::string_view arguments) {
  const auto name = next_word(arguments);
  if (name.empty()) return "whom? /kick NAME [REASON]";
  const auto* member = room_.relay.room().named(name);
  if (!member) return fmt::format("nobody here is called {}; /who lists those who are", name);
  const auto whole_name = member->name;
  room_.relay.kick(member->id, arguments, now_, *out_);
  return fmt::format("{} has been removed", whole_name);
}

std::string Operator::say(std::string_view arguments) {
  if (arguments.empty()) return "what? /say TEXT";
  if (room_.relay.announce(arguments, now_)) return {};
  return "too much waits to be judged at the moment; try again";
}

std::string Operator::ps(std::string_view) {
  return to_table(room_.processes());
}

std::string Operator::plugin(std::string_view arguments) {
  const auto what = next_word(arguments);
  const auto name = next_word(arguments);
  if (what.empty() || what == "list") return list_plugins();
  if (what == "load") {
    const auto wrong = room_.reload(name);
    return wrong.empty() ? fmt::format("{} is being loaded", name) : wrong;
  }
  if (what != "resume") return "/plugin list, /plugin load NAME or /plugin resume NAME";
  if (room_.judge.resume(name, now_)) return fmt::format("{} is asked again", name);
  return fmt::format("there is no plugin {}; /plugin list lists them", name);
}

std::string Operator::list_plugins() const {
  std::vector<Row> rows = {{"NAME", "KIND", "STATE", "ORDER", "FAULTS", "HOOKS"}};
  for (const auto& plugin : room_.judge.plugins().all()) {
    const auto role = plugin.file.role;
    if (role != ring::Role::script && role != ring::Role::plugin) continue;
    rows.push_back({plugin.file.name, role == ring::Role::script ? "script" : "plugin",
                    std::string(to_string(plugin.state)), order_of(plugin.details),
                    std::to_string(plugin.faults), hooks_of(plugin.details)});
  }
  return to_table(rows);
}

std::string Operator::stats(std::string_view) {
  const auto& stats = room_.relay.stats();
  const auto count = [](uint64_t number) { return std::to_string(number); };
  const auto up = std::chrono::steady_clock::now() - room_.started;
  return to_table({
      {"up for", to_words(std::chrono::duration_cast<std::chrono::seconds>(up))},
      {"members", fmt::format("{} ({} came, {} left)", room_.relay.room().present(), stats.joins,
                              stats.leaves)},
      {"lines said", count(stats.lines)},
      {"deliveries", fmt::format("{} of {} posts", stats.deliveries, stats.posts)},
      {"datagrams received", count(stats.received)},
      {"refused", count(stats.refused)},
      {"slowed", count(stats.slowed)},
      {"from strangers", count(stats.strangers)},
      {"no request", count(stats.malformed)},
      {"not welcome", count(stats.unwelcome)},
      {"waiting to be judged", count(room_.judge.held())},
      {"plugin worker restarts", count(room_.judge.restarts())},
  });
}

std::string Operator::quit(std::string_view) {
  room_.quit();
  return "the room is closing";
}

}  // namespace moonroom::app
