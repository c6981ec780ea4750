#include "script/command_dispatcher.h"

#include <fmt/format.h>

#include <utility>

#include "room/bounds.h"
#include "script/arguments.h"
#include "script/command_line.h"
#include "script/lua_value.h"
#include "text/text.h"

namespace moonroom::script {
namespace {

// Why a command failed: `false` or nil, and the reason. Null when it succeeded.
const std::string* why_not(const Plugin::HookResult& returned) {
  const auto* flag = returned.first.flag();
  return returned.first.is_nil() || (flag && !*flag) ? returned.second.text() : nullptr;
}

}  // namespace

void CommandDispatcher::run(Call call) {
  auto* owner = owner_of(plugins_.chain, call.name);
  if (owner) return run(*owner, std::move(call));
  // The console has its own /help, so a call from there belongs to a plugin that has been unloaded
  // meanwhile.
  if (!call.member && call.name != "help") response_.fail();
  reply(call, answer_of_host(call, plugins_.chain, plugins_.settings));
}

void CommandDispatcher::run(Plugin& plugin, Call call) {
  if (call.member && plugin.commands().at(call.name).for_administrators)
    return reply_failed(
        call, plugins_.settings.host_phrase("only_admin", "only the administrator may do that"));
  if (plugins_.chain.is_excluded(plugin) || !plugin.runs_command(call.name))
    return reply_failed(call);
  if (!filter_text(plugin, call)) return;
  const auto returned = plugins_.chain.run(plugin.id(), [&] { return plugin.run_command(call); });
  if (returned) return reply_result(plugin, call, *returned);
  fault(plugin, call, ": " + returned.error().what);
  reply_failed(call);
}

// A command can publish its text, so the text passes the filters as a line does. False when a
// filter refused it: then the line is refused, and the command does not run.
bool CommandDispatcher::filter_text(const Plugin& owner, Call& call) {
  if (!call.member || call.text.empty() || owner.commands().at(call.name).is_secret) return true;
  CurrentMessage message{*call.member, call.text, call.number, call.name};
  FilterRunner filters(plugins_, response_);
  if (refuses_text_) filters.refuse_unjudged(hook_named("filter_message"));
  const bool runs = !refuses_text_ && filters.judge_message(message);
  call.text = std::move(message.text);
  response_.mark_command(response_.passed());
  return runs;
}

void CommandDispatcher::reply_result(const Plugin& plugin, const Call& call,
                                     const Plugin::HookResult& returned) {
  if (const auto* why = why_not(returned)) return reply_failed(call, text::visible_lines(*why));
  const auto* text = returned.first.text();
  if (text && text->size() <= room::kMaxText && text::is_utf8(*text)) {
    if (!reply(call, *text))
      fault(plugin, call, fmt::format(" answered more than {} lines", kMaxActions));
    return;
  }
  if (returned.first.is_nil()) return;
  fault(plugin, call,
        fmt::format(" returned a {}; a command returns nothing, the answer as text, or false and "
                    "why it was not carried out",
                    type_name(returned.first)));
  reply_failed(call);
}

void CommandDispatcher::reply_failed(const Call& call) {
  reply_failed(call, plugins_.settings.host_phrase("failed", "this command has failed"));
}

// Only the console gets the failure in the response; a member gets it as a reply.
void CommandDispatcher::reply_failed(const Call& call, std::string_view why) {
  if (!call.member) response_.fail();
  reply(call, text::shortened(why, room::kMaxText));
}

// Each line of the reply is a line on the member's screen. False when there were too many.
bool CommandDispatcher::reply(const Call& call, std::string_view text) {
  if (!call.member) {
    response_.set_reply(text);
    return true;
  }
  auto lines = lines_of(text);
  const bool fits = lines.size() <= kMaxActions;
  if (!fits) lines.resize(kMaxActions);
  for (const auto& line : lines)
    plugins_.queue.enqueue(
        room::Post{"reply", "", line, line, {room::Audience::Kind::only, {*call.member}}});
  return fits;
}

void CommandDispatcher::fault(const Plugin& plugin, const Call& call, std::string_view what) {
  response_.fault(plugin, fmt::format("/{}{}", call.name, what), call.name);
}

}  // namespace moonroom::script
