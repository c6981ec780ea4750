#include "script/plugin_host.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "base/overloaded.h"
#include "ring/shared_layout.h"
#include "room/bounds.h"
#include "text/text.h"

namespace moonroom::script {
namespace {

constexpr int kMaxTold = 64;

// A refusal's reason as text: a number is converted, nil is the empty reason of a silent refusal.
// Nullopt for a value that cannot be shown.
std::optional<std::string> reason_of(const Value& second) {
  if (second.is_nil()) return "";
  if (const auto* number = second.number()) return fmt::format("{}", *number);
  const auto* text = second.text();
  return text && text::is_utf8(*text) ? std::optional(*text) : std::nullopt;
}

// Why a command failed: `false` or nil, and the reason. Null when it succeeded.
const std::string* why_not(const Plugin::HookResult& returned) {
  const auto* flag = returned.first.flag();
  return returned.first.is_nil() || (flag && !*flag) ? returned.second.text() : nullptr;
}

// "a number", "false and a table".
std::string kind_of(const Value& value) {
  if (const auto* flag = value.flag()) return *flag ? "true" : "false";
  if (value.is_nil()) return "nil";
  if (const auto* text = value.text(); text && !text::is_utf8(*text))
    return "a text that is not UTF-8";
  return fmt::format("a {}", type_name(value));
}

std::string what_is_wrong(Hook hook, const Plugin::HookResult& returned) {
  const auto second = returned.second.is_nil() ? std::string() : " and " + kind_of(returned.second);
  return fmt::format(" returned {}{}; a filter returns nothing, or false and a reason{}",
                     kind_of(returned.first), second,
                     hook == hook_named("filter_message") ? ", or a new text" : "");
}

}  // namespace

PluginHost::PluginHost(CallObserver observer, PluginLimits limits)
    : limits_(limits), chain_(std::move(observer), limits.call_time) {}

ring::Response PluginHost::handle(const ring::Request& request) {
  response_ = {};
  response_.number = request.number;
  chain_.exclude(request.without);
  refuse_ = request.refuse;
  line_kind_ = request.line;
  queue_.now = request.time;
  std::visit(
      Overloaded{
          [&](const room::Event& event) { std::visit([&](const auto& it) { judge(it); }, event); },
          [&](const ring::PluginSource& file) {
            load(file);
            line_words_.reset();
          },
          [&](const ring::Unload& gone) {
            unload(gone.id, gone.why);
            line_words_.reset();
          },
          [&](const ring::MemberSync& here) { queue_.members.add(here.member).present = true; },
          [&](const ring::HistorySync& past) { remember(past); },
          [&](const ring::Shutdown&) { unload_all(); },
          [&](const ring::RunJob& it) { run_job(it); },
          [&](const ring::BenchCommand& it) { bench(it); },
      },
      request.task);
  deliver_publications();
  response_.verdict.actions = queue_.drain(std::exchange(current_line_, std::nullopt));
  return std::move(response_);
}

// Plugins with a template for this hook are not called.
template <class Call>
void PluginHost::observe(Hook hook, const room::TemplateValues& values, Call call) {
  chain_.for_each_hook(hook, [&](Plugin& plugin) {
    if (plugin.post_template(hook))
      post(plugin, hook, values);
    else
      observed(plugin, hook, call(plugin));
    return true;
  });
}

// ── Events ──────────────────────────────────────────────────────────────────────────────────────

void PluginHost::judge(const room::JoinEvent& joining) {
  CachedMember& newcomer = queue_.members.add(joining);
  if (newcomer.conflict == room::NameConflict::none)
    newcomer.conflict = line_words().conflict_of(joining.name);
  if (!refuse_unjudged(joining, hook_named("filter_join")))
    chain_.for_each_hook(hook_named("filter_join"), [&](Plugin& plugin) {
      return !refused(plugin, hook_named("filter_join"),
                      plugin.call(hook_named("filter_join"), joining.who, std::nullopt));
    });
  // The scripts word the refusal; that a name is unique does not depend on them.
  if (response_.verdict.passed && newcomer.conflict != room::NameConflict::none)
    refuse(refusal(hook_named("filter_join")));
  if (!response_.verdict.passed) return queue_.members.remove(joining.who);
  newcomer.present = true;
  observe(hook_named("on_join"), {joining.who, joining.name, {}}, [&](Plugin& plugin) {
    return plugin.call(hook_named("on_join"), joining.who, std::nullopt);
  });
}

const room::LineWords& PluginHost::line_words() {
  if (line_words_) return *line_words_;
  auto& words = line_words_.emplace();
  for (const auto& plugin : chain_.plugins())
    if (plugin->is_script()) words.add(plugin->config());
  const auto wording = settings_.wording();
  if (const auto* host = wording.field("host")) words.add(*host);
  return words;
}

// The host also knows the commands of plugins that are turned off.
room::LineReading PluginHost::read(std::string_view text) const {
  if (!room::may_be_command(text)) return {std::nullopt, text};
  if (line_kind_ != room::LineKind::said) return room::read_as(line_kind_, text);
  return room::read_line(text, commands_of(chain_));
}

void PluginHost::judge(const room::MessageEvent& saying) {
  const auto reading = read(saying.text);
  if (!reading.command) return observe_message(saying, std::string(reading.text));
  response_.verdict.command = true;
  auto call = parse_call(saying.who, *reading.command);
  call.number = saying.number;
  command(std::move(call));
}

// Runs the filters in order until one refuses. Their changes to a command's text are private.
void PluginHost::filter(CurrentMessage& message) {
  taken_over_ = false;
  const bool marks = message.command.empty();
  chain_.for_each_hook(hook_named("filter_message"), [&](Plugin& plugin) {
    auto returned = plugin.call_message(hook_named("filter_message"), message);
    const auto* changed = returned ? returned->first.text() : nullptr;
    if (!changed) return !refused(plugin, hook_named("filter_message"), returned);
    if (changed->empty() || changed->size() > room::kMaxText || !text::is_utf8(*changed))
      return !refuse_failed(plugin, hook_named("filter_message"),
                            " returned a text that is empty, too long or not UTF-8");
    if (*changed != message.text) {
      message.text = *changed;
      if (marks)
        response_.filter_effects.push_back(
            {plugin.id(), ring::FilterEffect::Kind::changed, *changed});
      if (auto* use = chain_.counters(plugin.id())) ++use->changed;
    }
    return true;
  });
  if (!marks) response_.filter_effects.clear();
}

void PluginHost::observe_message(const room::MessageEvent& saying, std::string text) {
  CurrentMessage message{saying.who, std::move(text), saying.number};
  if (refuse_unjudged(saying, hook_named("filter_message"))) return;
  filter(message);
  // Counts as carried out, like a command: no filter refused it.
  response_.verdict.command = taken_over_;
  if (!response_.verdict.passed || taken_over_) return;
  const auto* author = queue_.members.find(saying.who);
  if (author) current_line_ = {author->name, saying.number};
  observe(hook_named("on_message"),
          {saying.who, author ? std::string_view(author->name) : std::string_view(), message.text},
          [&](Plugin& plugin) { return plugin.call_message(hook_named("on_message"), message); });
}

void PluginHost::judge(const room::LeaveEvent& leaving) {
  CachedMember* guest = queue_.members.find(leaving.who);
  if (!guest) return;  // The join was refused, so the members did not see them.
  guest->present = false;
  const auto why = to_string(leaving.why);
  observe(hook_named("on_leave"), {leaving.who, guest->name, why},
          [&](Plugin& plugin) { return plugin.call(hook_named("on_leave"), leaving.who, why); });
  queue_.members.remove(leaving.who);
}

void PluginHost::judge(const room::AnnouncementEvent& announcing) {
  observe(hook_named("on_announce"), {0, {}, announcing.text}, [&](Plugin& plugin) {
    return plugin.call(hook_named("on_announce"), std::nullopt, announcing.text);
  });
}

void PluginHost::judge(const room::TimerDue& timer) {
  auto* owner = chain_.find(timer.owner);
  if (!owner || chain_.is_excluded(*owner)) return;
  const auto fired = chain_.run(timer.owner, [&] { return owner->fire(timer.timer); });
  if (!fired) fault(*owner, "timer: " + fired.error().what);
}

void PluginHost::judge(const room::JobDone& done) {
  auto* owner = chain_.find(done.owner);
  if (!owner || chain_.is_excluded(*owner)) return;
  const auto told =
      chain_.run(done.owner, [&] { return owner->finish_job(done.job, done.result, done.wrong); });
  if (!told) fault(*owner, "job: " + told.error().what);
}

// Delivers publications after the event, in the order in which they were made.
void PluginHost::deliver_publications() {
  std::map<uint32_t, int> told;
  while (!queue_.publications.empty()) {
    const auto publication = std::move(queue_.publications.front());
    queue_.publications.pop_front();
    const auto* publisher = chain_.find(publication.publisher);
    if (!publisher) continue;
    // Stops two plugins that answer each other forever.
    const int count = ++told[publisher->id()];
    if (count == kMaxTold + 1)
      fault(*publisher, fmt::format("more than {} publications for one event", kMaxTold));
    if (count <= kMaxTold) notify_subscribers(publication, publisher->name());
  }
}

void PluginHost::notify_subscribers(const Publication& publication, const std::string& publisher) {
  for (const auto& plugin : chain_.plugins()) {
    if (plugin->id() == publication.publisher || chain_.is_excluded(*plugin) ||
        !plugin->is_subscribed_to(publication.topic))
      continue;
    const auto heard =
        chain_.run(plugin->id(), [&] { return plugin->on_publication(publication, publisher); });
    if (!heard) fault(*plugin, "subscribe: " + heard.error().what);
  }
}

// ── Commands ────────────────────────────────────────────────────────────────────────────────────

void PluginHost::judge(const room::AdminCommandEvent& it) {
  response_.verdict.command = true;
  command(parse_call(std::nullopt, it.text));
}

// A command can publish its text, so the text passes the filters as a line does. False when a
// filter refused it: then the line is refused, and the command does not run.
bool PluginHost::filter_text(const Plugin& owner, Call& call) {
  if (!call.member || call.text.empty() || owner.commands().at(call.name).is_secret) return true;
  CurrentMessage message{*call.member, call.text, call.number, call.name};
  if (!refuse_unjudged(room::MessageEvent{*call.member, call.text, call.number, 0},
                       hook_named("filter_message")))
    filter(message);
  call.text = std::move(message.text);
  response_.verdict.command = response_.verdict.passed;
  return response_.verdict.passed && !std::exchange(taken_over_, false);
}

void PluginHost::command(Call call) {
  auto* owner = owner_of(chain_, call.name);
  if (owner) return run_command(*owner, std::move(call));
  // The console has its own /help, so a call from there belongs to a plugin that has been unloaded
  // meanwhile.
  if (!call.member && call.name != "help") response_.verdict.passed = false;
  reply(call, answer_of_host(call, chain_, settings_));
}

void PluginHost::run_command(Plugin& plugin, Call call) {
  if (call.member && plugin.commands().at(call.name).for_administrators)
    return reply_failed(call, "only_admin", "only the administrator may do that");
  if (chain_.is_excluded(plugin) || !plugin.runs_command(call.name))
    return reply_failed(call, "failed", "this command has failed");
  if (!filter_text(plugin, call)) return;
  const auto returned = chain_.run(plugin.id(), [&] { return plugin.run_command(call); });
  if (!returned) {
    fault(plugin, fmt::format("/{}: {}", call.name, returned.error().what), call.name);
    return reply_failed(call, "failed", "this command has failed");
  }
  if (const auto* why = why_not(*returned)) return reply_failed(call, text::visible_lines(*why));
  const auto* text = returned->first.text();
  if (text && text->size() <= room::kMaxText && text::is_utf8(*text)) {
    if (!reply(call, *text))
      fault(plugin, fmt::format("/{} answered more than {} lines", call.name, kMaxActions),
            call.name);
    return;
  }
  if (!text && returned->first.is_nil()) return;
  fault(plugin,
        fmt::format("/{} returned a {}; a command returns nothing, the answer as text, or false "
                    "and why it was not carried out",
                    call.name, type_name(returned->first)),
        call.name);
  reply_failed(call, "failed", "this command has failed");
}

void PluginHost::reply_failed(const Call& call, std::string_view key, std::string_view otherwise) {
  reply_failed(call, settings_.host_phrase(key, otherwise));
}

// Only the console gets the failure in the response; a member gets it as a reply.
void PluginHost::reply_failed(const Call& call, std::string_view why) {
  if (!call.member) response_.verdict.passed = false;
  reply(call, text::shortened(why, room::kMaxText));
}

// Each line of the reply is a line on the member's screen. False when there were too many.
bool PluginHost::reply(const Call& call, std::string_view text) {
  if (!call.member) {
    response_.verdict.reason = text;
    return true;
  }
  for (size_t lines = 0; !text.empty(); ++lines) {
    if (lines == kMaxActions) return false;
    const auto line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    if (!line.empty())
      queue_.enqueue(room::Post{"reply",
                                "",
                                std::string(line),
                                std::string(line),
                                {room::Audience::Kind::only, {*call.member}}});
  }
  return true;
}

// ── Results of hooks ────────────────────────────────────────────────────────────────────────────

// A plugin's error can be any value; the host must get text.
void PluginHost::refuse(std::string_view reason) {
  response_.verdict.passed = false;
  const auto text = text::is_utf8(reason) ? std::string(reason) : text::visible_lines(reason);
  response_.verdict.reason = text::shortened(text, room::kMaxText);
}

// The wording differs: a message is not sent, a newcomer is not admitted.
std::string PluginHost::refusal(Hook filter) const {
  return filter == hook_named("filter_message")
             ? settings_.host_phrase("unchecked",
                                     "your line could not be checked, so it was not sent")
             : settings_.host_phrase("refused", "refused");
}

// True when a required filter is missing, which alone refuses the event.
bool PluginHost::refuse_unjudged(const room::Event& event, Hook filter) {
  const bool missing = std::any_of(absent_.begin(), absent_.end(),
                                   [&](const auto& entry) { return entry.second.covers(event); });
  if (!refuse_ && !missing) return false;
  refuse(refusal(filter));
  return true;
}

// Reports a filter's fault; true when the event is refused because of it.
bool PluginHost::refuse_failed(const Plugin& plugin, Hook hook, const std::string& what) {
  fault(plugin, fmt::format("{}{}", name_of(hook), what));
  if (!plugin.ordering().fail_closed) return false;
  refuse(refusal(hook));
  response_.filter_effects.push_back(
      {plugin.id(), ring::FilterEffect::Kind::refused, response_.verdict.reason});
  return true;
}

// A filter that returns false refuses, whatever its second value. Any other value but nil is an
// error, and `fail` decides what an error means.
bool PluginHost::refused(const Plugin& plugin, Hook hook,
                         const Result<Plugin::HookResult>& returned) {
  if (!returned) return refuse_failed(plugin, hook, ": " + returned.error().what);
  const auto& [first, second] = *returned;
  if (first.is_nil() && second.is_nil()) return false;
  // The plugin has taken over the line: it posts it itself, to an audience of its choice.
  if (first == Value(false) && second == Value(true)) {
    taken_over_ = true;
    return true;
  }
  if (first != Value(false)) return refuse_failed(plugin, hook, what_is_wrong(hook, *returned));
  refuse(reason_of(second).value_or(refusal(hook)));
  if (!reason_of(second))
    fault(plugin, fmt::format("{}{}", name_of(hook), what_is_wrong(hook, *returned)));
  response_.filter_effects.push_back(
      {plugin.id(), ring::FilterEffect::Kind::refused, response_.verdict.reason});
  if (auto* use = chain_.counters(plugin.id())) ++use->refused;
  return true;
}

void PluginHost::observed(const Plugin& plugin, Hook hook,
                          const Result<Plugin::HookResult>& returned) {
  if (!returned) return fault(plugin, fmt::format("{}: {}", name_of(hook), returned.error().what));
  if (!returned->first.is_nil())
    fault(plugin, fmt::format("{} returned a {}; an observer returns nothing", name_of(hook),
                              type_name(returned->first)));
}

void PluginHost::post(const Plugin& plugin, Hook hook, const room::TemplateValues& values) {
  room::Post words;
  render(*plugin.post_template(hook), values, words);
  queue_.begin_hook(plugin.id());
  const size_t bytes = bytes_of(words);
  if (words.line.size() > room::kMaxText || !queue_.try_enqueue(std::move(words), bytes))
    fault(plugin, fmt::format("{}: the line of its form gets too long", name_of(hook)));
}

void PluginHost::fault(const Plugin& plugin, std::string_view what, std::string_view command) {
  // A traceback is a screenful; a longer text was made by the plugin.
  response_.faults.push_back({plugin.id(), text::shortened(what, 4096), std::string(command)});
}

}  // namespace moonroom::script
