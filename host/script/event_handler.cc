#include "script/event_handler.h"

#include <fmt/format.h>

#include <string>
#include <utility>

#include "room/bounds.h"
#include "script/command_dispatcher.h"
#include "script/command_line.h"
#include "script/lua_value.h"

namespace moonroom::script {

// Plugins with a template for this hook are not called.
template <class Call>
void EventHandler::notify(Hook hook, const room::TemplateValues& values, Call call) {
  plugins_.chain.for_each_hook(hook, [&](Plugin& plugin) {
    if (plugin.post_template(hook))
      post(plugin, hook, values);
    else
      check_returned(plugin, hook, call(plugin));
    return true;
  });
}

void EventHandler::check_returned(const Plugin& plugin, Hook hook,
                                  const Result<Plugin::HookResult>& returned) {
  if (!returned)
    response_.fault(plugin, fmt::format("{}: {}", name_of(hook), returned.error().what));
  else if (!returned->first.is_nil())
    response_.fault(plugin, fmt::format("{} returned a {}; an observer returns nothing",
                                        name_of(hook), type_name(returned->first)));
}

void EventHandler::post(const Plugin& plugin, Hook hook, const room::TemplateValues& values) {
  room::Post post;
  render(*plugin.post_template(hook), values, post);
  plugins_.queue.begin_hook(plugin.id());
  if (post.line.size() > room::kMaxText || !plugins_.queue.try_enqueue(std::move(post)))
    response_.fault(plugin, fmt::format("{}: the line of its form gets too long", name_of(hook)));
}

// ── Members ─────────────────────────────────────────────────────────────────────────────────────

void EventHandler::handle(const room::JoinEvent& join) {
  CachedMember& newcomer = plugins_.queue.members.add(join);
  if (newcomer.conflict == room::NameConflict::none)
    newcomer.conflict = plugins_.line_words.conflict_of(join.name);
  FilterRunner filters(plugins_, response_);
  if (refuses_)
    filters.refuse_unjudged(hook_named("filter_join"));
  else
    filters.judge_join(join.who);
  // The scripts word the refusal; that a name is unique does not depend on them.
  if (response_.passed() && newcomer.conflict != room::NameConflict::none)
    filters.refuse_unjudged(hook_named("filter_join"));
  if (!response_.passed()) return plugins_.queue.members.remove(join.who);
  newcomer.present = true;
  constexpr Hook kHook = hook_named("on_join");
  notify(kHook, {join.who, join.name, {}},
         [&](Plugin& plugin) { return plugin.call(kHook, join.who, std::nullopt); });
}

void EventHandler::handle(const room::LeaveEvent& leave) {
  CachedMember* member = plugins_.queue.members.find(leave.who);
  if (!member) return;  // The join was refused, so the members did not see them.
  member->present = false;
  const auto why = to_string(leave.why);
  constexpr Hook kHook = hook_named("on_leave");
  notify(kHook, {leave.who, member->name, why},
         [&](Plugin& plugin) { return plugin.call(kHook, leave.who, why); });
  plugins_.queue.members.remove(leave.who);
}

// ── Lines ───────────────────────────────────────────────────────────────────────────────────────

// The host also knows the commands of plugins that are turned off.
room::LineReading EventHandler::read(std::string_view text) const {
  if (!room::may_be_command(text)) return {std::nullopt, text};
  if (line_ != room::LineKind::said) return room::read_as(line_, text);
  return room::read_line(text, commands_of(plugins_.chain));
}

void EventHandler::handle(const room::MessageEvent& message) {
  const auto reading = read(message.text);
  if (!reading.command) return publish(message, reading.text);
  response_.mark_command(true);
  auto call = parse_call(message.who, *reading.command);
  call.number = message.number;
  CommandDispatcher(plugins_, response_, refuses_).run(std::move(call));
}

bool EventHandler::filter(CurrentMessage& message) {
  FilterRunner filters(plugins_, response_);
  if (refuses_) {
    filters.refuse_unjudged(hook_named("filter_message"));
    return false;
  }
  const bool passed = filters.judge_message(message);
  // Counts as carried out, like a command: no filter refused it.
  response_.mark_command(filters.is_taken_over());
  return passed;
}

void EventHandler::publish(const room::MessageEvent& said, std::string_view text) {
  CurrentMessage message{said.who, std::string(text), said.number};
  if (!filter(message)) return;
  const auto* author = plugins_.queue.members.find(said.who);
  if (author) plugins_.queue.set_line({author->name, said.number});
  constexpr Hook kHook = hook_named("on_message");
  notify(kHook,
         {said.who, author ? std::string_view(author->name) : std::string_view(), message.text},
         [&](Plugin& plugin) { return plugin.call_message(kHook, message); });
}

void EventHandler::handle(const room::AnnouncementEvent& announcement) {
  constexpr Hook kHook = hook_named("on_announce");
  notify(kHook, {0, {}, announcement.text},
         [&](Plugin& plugin) { return plugin.call(kHook, std::nullopt, announcement.text); });
}

void EventHandler::handle(const room::AdminCommandEvent& command) {
  response_.mark_command(true);
  CommandDispatcher(plugins_, response_, refuses_).run(parse_call(std::nullopt, command.text));
}

// ── Callbacks ───────────────────────────────────────────────────────────────────────────────────

template <class Call>
void EventHandler::call_back(uint32_t owner, std::string_view what, Call call) {
  auto* plugin = plugins_.chain.find(owner);
  if (!plugin || plugins_.chain.is_excluded(*plugin)) return;
  const auto returned = plugins_.chain.run(owner, [&] { return call(*plugin); });
  if (!returned) response_.fault(*plugin, fmt::format("{}: {}", what, returned.error().what));
}

void EventHandler::handle(const room::TimerDue& timer) {
  call_back(timer.owner, "timer", [&](Plugin& plugin) { return plugin.fire(timer.timer); });
}

void EventHandler::handle(const room::JobDone& done) {
  call_back(done.owner, "job",
            [&](Plugin& plugin) { return plugin.finish_job(done.job, done.result, done.wrong); });
}

}  // namespace moonroom::script
