#include "admin/console_commands.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "admin/argument_parsing.h"
#include "admin/command_forms.h"
#include "admin/process_table.h"
#include "base/language.h"
#include "base/nearest.h"
#include "text/text.h"

namespace moonroom::admin {
namespace {

// Calls `see` for each command of the plugins: its name and its description. A plugin's command
// takes precedence over a script's of the same name.
template <class See>
void each_plugin_command(const ring::PluginRegistry& plugins, See see) {
  std::map<std::string_view, const Value*> all;
  for (const auto role : {ring::Role::script, ring::Role::plugin})
    for (const auto& plugin : plugins.all()) {
      const auto* commands = plugin.details.field("commands");
      if (plugin.file.role != role || plugin.state != ring::State::on) continue;
      if (!commands || !commands->table()) continue;
      for (const auto& [name, command] : commands->table()->fields) all[name] = &command;
    }
  for (const auto& [name, command] : all) see(name, *command);
}

// The placeholder of a NAME in completions (admin/completions.h).
std::string_view place_of_name(std::string_view command) {
  return command == "unmute" ? "MUTED" : command == "unban" ? "BANNED" : "NAME";
}

}  // namespace

struct CommandTable::Command {
  std::string_view name;
  std::string (CommandTable::*run)(std::string_view arguments);
};

std::span<const CommandTable::Command> CommandTable::commands() {
  static constexpr std::array<Command, 16> kCommands = {{{"help", &CommandTable::help},
                                                         {"who", &CommandTable::who},
                                                         {"say", &CommandTable::say},
                                                         {"kick", &CommandTable::kick},
                                                         {"mute", &CommandTable::mute},
                                                         {"unmute", &CommandTable::unmute},
                                                         {"ban", &CommandTable::ban},
                                                         {"unban", &CommandTable::unban},
                                                         {"bans", &CommandTable::bans},
                                                         {"plugin", &CommandTable::plugin},
                                                         {"why", &CommandTable::why},
                                                         {"ps", &CommandTable::ps},
                                                         {"stats", &CommandTable::stats},
                                                         {"top", &CommandTable::top},
                                                         {"upgrade", &CommandTable::upgrade},
                                                         {"quit", &CommandTable::quit}}};
  return kCommands;
}

admin::Completions CommandTable::builtin_completions() {
  admin::Completions words;
  for (const auto& form : command_forms()) {
    auto line = fmt::format("/{}", form.command);
    if (!form.word.empty()) line += fmt::format(" {}", form.word);
    // The word after the command is completed as well.
    if (form.word.empty() && form.arguments.starts_with("NAME"))
      line += fmt::format(" {}", place_of_name(form.command));
    if (form.command == "plugin" && !form.arguments.empty()) line += " PLUGIN";
    words.commands.push_back(std::move(line));
  }
  for (const auto& command : commands()) words.commands.push_back(fmt::format("/{}", command.name));
  return words;
}

admin::Completions CommandTable::completions() const {
  auto words = builtin_completions();
  each_plugin_command(context_.judge.plugins(), [&](std::string_view name, const Value&) {
    words.commands.push_back(fmt::format("/{}", name));
  });
  for (const auto& plugin : context_.judge.plugins().all())
    if (!is_words(plugin.file.role) && plugin.state != ring::State::gone)
      words.plugins.push_back(plugin.file.name);
  for (const auto& [id, member] : context_.state.room.all())
    if (member.stage == room::Stage::present) words.members.push_back(member.name);
  add_penalties(words);
  return words;
}

std::optional<std::string> CommandTable::execute(std::string_view line, Moment now,
                                                 wire::Outbox& out) {
  now_ = now;
  out_ = &out;
  has_failed_ = false;
  if (line.empty()) return "";
  if (!line.starts_with('/')) return say(line);
  auto rest = line.substr(1);
  const auto name = next_word(rest);
  for (const auto& command : commands())
    if (command.name == name) return (this->*command.run)(rest);
  return execute_plugin_command(name, line.substr(1));
}

// A plugin's command is an event like others: its answer comes back as an effect.
std::optional<std::string> CommandTable::execute_plugin_command(std::string_view name,
                                                                std::string_view line) {
  std::vector<std::string_view> known;
  for (const auto& command : commands()) known.push_back(command.name);
  const size_t own = known.size();
  each_plugin_command(context_.judge.plugins(),
                      [&](std::string_view word, const Value&) { known.push_back(word); });
  if (std::find(known.begin() + static_cast<std::ptrdiff_t>(own), known.end(), name) != known.end())
    return context_.relay.command(line, now_)
               ? std::nullopt
               : std::optional(failure(
                     std::string(tr("too much waits to be judged at the moment; try again"))));
  const auto meant = nearest(name, known);
  return failure(tr_format(
      "there is no command /{}; {}", text::visible(name),
      meant.empty() ? std::string(tr("/help lists them")) : tr_format("did you mean /{}?", meant)));
}

std::string CommandTable::help(std::string_view) {
  std::vector<Row> rows = {{"TEXT", std::string(tr("say TEXT to everybody in the room"))}};
  for (const auto& form : command_forms())
    rows.push_back({usage_of(form), std::string(tr(form.help))});
  const auto is_own = [](std::string_view name) {
    return std::any_of(commands().begin(), commands().end(),
                       [&](const Command& command) { return command.name == name; });
  };
  each_plugin_command(context_.judge.plugins(), [&](std::string_view name, const Value& command) {
    // The host's own command takes precedence.
    if (is_own(name)) return;
    const auto usage = command.text_at("usage");
    rows.push_back({fmt::format("/{}{}{}", name, usage.empty() ? "" : " ", text::visible(usage)),
                    text::visible(command.text_at("help"))});
  });
  return to_table(rows);
}

std::string CommandTable::no_such_form(std::string_view command, std::string_view word) {
  const auto meant = nearest(word, words_of(command));
  const auto shown = text::visible(word);
  return failure(
      meant.empty()
          ? tr_format("there is no /{} {}; use {}", command, shown, usage_of(command))
          : tr_format("there is no /{0} {1}; did you mean /{0} {2}?", command, shown, meant));
}

std::string CommandTable::say(std::string_view arguments) {
  if (arguments.empty()) return failure(tr_format("what? {}", usage_of("say")));
  if (context_.relay.announce(arguments, now_)) return {};
  return failure(std::string(tr("too much waits to be judged at the moment; try again")));
}

std::string CommandTable::ps(std::string_view) {
  return process_table(context_.processes());
}

std::string CommandTable::stats(std::string_view) {
  return to_dashboard(context_.figures(), trends_);
}

std::string CommandTable::top(std::string_view) {
  return to_page(context_.figures(), trends_, context_.processes());
}

std::string CommandTable::upgrade(std::string_view arguments) {
  const auto* form = find_form("upgrade", arguments);
  if (!form) return no_such_form("upgrade", arguments);
  if (form->word.empty()) context_.upgrade();
  return said_anew(to_text(context_.upgraded()));
}

std::string CommandTable::quit(std::string_view) {
  context_.quit();
  return std::string(tr("the room is closing"));
}

}  // namespace moonroom::admin
