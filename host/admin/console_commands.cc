#include "admin/console_commands.h"

#include <fmt/format.h>

#include <algorithm>
#include <variant>

#include "admin/argument_parsing.h"
#include "admin/command_forms.h"
#include "admin/plugin_command_list.h"
#include "admin/sanction_replies.h"
#include "base/language.h"
#include "base/nearest.h"
#include "base/overloaded.h"
#include "text/text.h"

namespace moonroom::admin {
namespace {

// Stands for the names of one kind in a completion (admin/completions.h).
std::string_view place_of_name(std::string_view command) {
  return command == "unmute" ? "MUTED" : command == "unban" ? "BANNED" : "NAME";
}

// /unmute also accepts members who are muted under other names.
void add_sanctions(const CommandContext& context, Completions& words) {
  const auto& sanctions = context.state.sanctions;
  for (const auto& mute : sanctions.mutes(context.now.trusted))
    words.muted.push_back(text::visible(mute.name));
  for (const auto& [id, member] : context.state.room.all())
    if (sanctions.is_muted(member, context.now.trusted) &&
        std::find(words.muted.begin(), words.muted.end(), member.name) == words.muted.end())
      words.muted.push_back(member.name);
  for (const auto& each : sanctions.bans(context.now.trusted))
    if (each.ban.what.find(' ') == std::string::npos)
      words.banned.push_back(text::visible(each.ban.what));
}

CommandReply no_such_form(std::string_view command, std::string_view word) {
  const auto meant = nearest(word, words_of(command));
  const auto shown = text::visible(word);
  return failure(
      meant.empty()
          ? tr_format("there is no /{} {}; use {}", command, shown, usage_of(command))
          : tr_format("there is no /{0} {1}; did you mean /{0} {2}?", command, shown, meant));
}

}  // namespace

Completions CommandTable::builtin_completions() {
  Completions words;
  for (const auto& form : command_forms()) {
    auto line = fmt::format("/{}", form.command);
    if (!form.word.empty()) line += fmt::format(" {}", form.word);
    // The word after the command is completed as well.
    if (form.word.empty() && form.arguments.starts_with("NAME"))
      line += fmt::format(" {}", place_of_name(form.command));
    if (form.command == "plugin" && !form.arguments.empty()) line += " PLUGIN";
    words.commands.push_back(std::move(line));
  }
  return words;
}

Completions CommandTable::completions() const {
  auto words = builtin_completions();
  for (const auto& [name, command] : commands_of(context_.judge.plugins()))
    words.commands.push_back(fmt::format("/{}", name));
  for (const auto& plugin : context_.judge.plugins().all())
    if (!is_words(plugin.file.role) && plugin.state != ring::State::gone)
      words.plugins.push_back(plugin.file.name);
  for (const auto& [id, member] : context_.state.room.all())
    if (member.stage == room::Stage::present) words.members.push_back(member.name);
  add_sanctions(context_, words);
  return words;
}

CommandReply CommandTable::execute(std::string_view line, Moment now) {
  context_.now = now;
  return line.empty() ? CommandReply(std::string()) : run(line);
}

CommandReply CommandTable::reply_to(const relay::CommandResult& result, Moment now) {
  context_.now = now;
  return std::visit(Overloaded{
                        [](const relay::Reply& reply) {
                          CommandReply answer(text::visible_lines(reply.text));
                          answer.has_failed = reply.has_failed;
                          return answer;
                        },
                        [this](const relay::SanctionResult& sanction) {
                          return admin::reply_to(sanction, context_);
                        },
                    },
                    result);
}

CommandReply CommandTable::run(std::string_view line) {
  if (!line.starts_with('/')) return find_form("say", {})->run(context_, line);
  auto arguments = line.substr(1);
  const auto name = next_word(arguments);
  if (usage_of(name).empty()) return run_plugin_command(name, line.substr(1));
  const bool has_words = !words_of(name).empty();
  const auto word = has_words ? next_word(arguments) : std::string_view();
  const auto* form = find_form(name, word);
  return form ? form->run(context_, arguments) : no_such_form(name, word);
}

// A plugin's command is an event like others: its answer comes back as an effect.
CommandReply CommandTable::run_plugin_command(std::string_view name, std::string_view line) {
  const auto commands = commands_of(context_.judge.plugins());
  if (commands.contains(name)) {
    if (context_.relay.command(line, context_.now)) return pending_reply();
    return failure(std::string(tr("too much waits to be judged at the moment; try again")));
  }
  std::vector<std::string_view> known;
  for (const auto& form : command_forms()) known.push_back(form.command);
  for (const auto& [word, command] : commands) known.push_back(word);
  const auto meant = nearest(name, known);
  return failure(tr_format(
      "there is no command /{}; {}", text::visible(name),
      meant.empty() ? std::string(tr("/help lists them")) : tr_format("did you mean /{}?", meant)));
}

}  // namespace moonroom::admin
