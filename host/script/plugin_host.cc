#include "script/plugin_host.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "base/overloaded.h"
#include "ring/answer_check.h"
#include "ring/pages.h"
#include "wire/text.h"

namespace moonroom::script {
namespace {

constexpr int kMostTold = 64;

// What stands behind `false`, as text: a number is one, nothing is the empty reason of a filter
// that refuses silently. No value: it cannot be told to anybody.
std::optional<std::string> reason_of(const Value& second) {
  if (second.is_nil()) return "";
  if (const auto* number = second.number()) return fmt::format("{}", *number);
  const auto* text = second.text();
  return text && wire::is_utf8(*text) ? std::optional(*text) : std::nullopt;
}

// Why the command was not carried out: `false` or nil, and the reason. Null when it was.
const std::string* why_not(const Plugin::Returned& returned) {
  const auto* flag = returned.first.flag();
  return returned.first.is_nil() || (flag && !*flag) ? returned.second.text() : nullptr;
}

// "a number", "false and a table".
std::string kind_of(const Value& value) {
  if (const auto* flag = value.flag()) return *flag ? "true" : "false";
  if (value.is_nil()) return "nil";
  if (const auto* text = value.text(); text && !wire::is_utf8(*text))
    return "a text that is not UTF-8";
  return fmt::format("a {}", type_name(value));
}

std::string what_is_wrong(Hook hook, const Plugin::Returned& returned) {
  const auto second = returned.second.is_nil() ? std::string() : " and " + kind_of(returned.second);
  return fmt::format(" returned {}{}; a filter returns nothing, or false and a reason{}",
                     kind_of(returned.first), second,
                     hook == Hook::filter_message ? ", or a new text" : "");
}

}  // namespace

PluginHost::PluginHost(Witness witness, PluginLimits limits)
    : limits_(limits), line_(std::move(witness), limits.call_time) {}

ring::Answer PluginHost::answer(const ring::Question& question) {
  answer_ = {};
  answer_.number = question.number;
  line_.leave_out(question.without);
  refuse_ = question.refuse;
  line_kind_ = question.line;
  view_.now = question.time;
  std::visit(
      Overloaded{
          [&](const room::Event& event) { std::visit([&](const auto& it) { judge(it); }, event); },
          [&](const ring::Load& file) {
            take(file);
            line_words_.reset();
          },
          [&](const ring::Unload& gone) {
            unload(gone.id, gone.why);
            line_words_.reset();
          },
          [&](const ring::Present& here) { view_.roster.add(here.member).present = true; },
          [&](const ring::Past& past) { remember(past); },
          [&](const ring::Farewell&) { unload_all(); },
          [&](const ring::Work& it) { work(it); },
          [&](const ring::BenchCommand& it) { bench(it); },
      },
      question.task);
  hand_on_publications();
  answer_.verdict.actions = view_.take_wishes(std::exchange(line_in_hand_, std::nullopt));
  return std::move(answer_);
}

// Whoever handed in a form is not called.
template <class Call>
void PluginHost::observe(Hook hook, const room::Occasion& occasion, Call call) {
  line_.each(hook, [&](Plugin& plugin) {
    if (plugin.form(hook))
      post(plugin, hook, occasion);
    else
      observed(plugin, hook, call(plugin));
    return true;
  });
}

// ── Events ──────────────────────────────────────────────────────────────────────────────────────

void PluginHost::judge(const room::Joining& joining) {
  Guest& newcomer = view_.roster.add(joining);
  if (newcomer.conflict == room::Conflict::none)
    newcomer.conflict = line_words().conflict_of(joining.name);
  if (!refuse_unjudged(joining, Hook::filter_join))
    line_.each(Hook::filter_join, [&](Plugin& plugin) {
      return !refused(plugin, Hook::filter_join,
                      plugin.call(Hook::filter_join, joining.who, std::nullopt));
    });
  // Scripts find the words; that a name belongs to one alone does not depend on them.
  if (answer_.verdict.passed && newcomer.conflict != room::Conflict::none)
    refuse(refusal(Hook::filter_join));
  if (!answer_.verdict.passed) return view_.roster.remove(joining.who);
  newcomer.present = true;
  observe(Hook::on_join, {joining.who, joining.name, {}},
          [&](Plugin& plugin) { return plugin.call(Hook::on_join, joining.who, std::nullopt); });
}

const room::LineWords& PluginHost::line_words() {
  if (line_words_) return *line_words_;
  auto& words = line_words_.emplace();
  for (const auto& plugin : line_.plugins())
    if (plugin->is_script()) words.add(plugin->config());
  const auto wording = settings_.wording();
  if (const auto* host = wording.field("host")) words.add(*host);
  return words;
}

// The relay also knows the commands of plugins that are off.
room::LineReading PluginHost::read(std::string_view text) const {
  if (!room::may_be_command(text)) return {std::nullopt, text};
  if (line_kind_ != room::LineKind::said) return room::read_as(line_kind_, text);
  return room::read_line(text, commands_of(line_));
}

void PluginHost::judge(const room::Saying& saying) {
  const auto reading = read(saying.text);
  if (!reading.command) return hear(saying, std::string(reading.text));
  answer_.verdict.command = true;
  auto call = parse_call(saying.who, *reading.command);
  call.number = saying.number;
  command(std::move(call));
}

// The filters in their order, until one refuses. What they did to a command's text is private.
void PluginHost::filter(Spoken& message) {
  taken_over_ = false;
  const bool marks = message.command.empty();
  line_.each(Hook::filter_message, [&](Plugin& plugin) {
    auto returned = plugin.call_message(Hook::filter_message, message);
    const auto* changed = returned ? returned->first.text() : nullptr;
    if (!changed) return !refused(plugin, Hook::filter_message, returned);
    if (changed->empty() || changed->size() > ring::kMaxLine || !wire::is_utf8(*changed))
      return !refuse_failed(plugin, Hook::filter_message,
                            " returned a text that is empty, too long or not UTF-8");
    if (*changed != message.text) {
      message.text = *changed;
      if (marks) answer_.marks.push_back({plugin.id(), ring::Mark::Effect::changed, *changed});
      if (auto* use = line_.use(plugin.id())) ++use->changed;
    }
    return true;
  });
  if (!marks) answer_.marks.clear();
}

void PluginHost::hear(const room::Saying& saying, std::string text) {
  Spoken message{saying.who, std::move(text), saying.number};
  if (refuse_unjudged(saying, Hook::filter_message)) return;
  filter(message);
  // Carried out, as a command is: nobody refused it.
  answer_.verdict.command = taken_over_;
  if (!answer_.verdict.passed || taken_over_) return;
  const auto* author = view_.roster.find(saying.who);
  if (author) line_in_hand_ = {author->name, saying.number};
  observe(Hook::on_message,
          {saying.who, author ? std::string_view(author->name) : std::string_view(), message.text},
          [&](Plugin& plugin) { return plugin.call_message(Hook::on_message, message); });
}

void PluginHost::judge(const room::Leaving& leaving) {
  Guest* guest = view_.roster.find(leaving.who);
  if (!guest) return;  // He was refused, so nobody knew him.
  guest->present = false;
  const auto why = to_string(leaving.why);
  observe(Hook::on_leave, {leaving.who, guest->name, why},
          [&](Plugin& plugin) { return plugin.call(Hook::on_leave, leaving.who, why); });
  view_.roster.remove(leaving.who);
}

void PluginHost::judge(const room::Announcing& announcing) {
  observe(Hook::on_announce, {0, {}, announcing.text}, [&](Plugin& plugin) {
    return plugin.call(Hook::on_announce, std::nullopt, announcing.text);
  });
}

void PluginHost::judge(const room::TimerDue& timer) {
  auto* owner = line_.find(timer.owner);
  if (!owner || line_.left_out(*owner)) return;
  const auto fired = line_.run(timer.owner, [&] { return owner->fire(timer.timer); });
  if (!fired) fault(*owner, "timer: " + fired.error().what);
}

void PluginHost::judge(const room::JobDone& done) {
  auto* owner = line_.find(done.owner);
  if (!owner || line_.left_out(*owner)) return;
  const auto told =
      line_.run(done.owner, [&] { return owner->finish_job(done.job, done.result, done.wrong); });
  if (!told) fault(*owner, "job: " + told.error().what);
}

// What plugins say to each other is heard after the event, in the order in which it was said.
void PluginHost::hand_on_publications() {
  std::map<uint32_t, int> told;
  while (!view_.publications.empty()) {
    const auto publication = std::move(view_.publications.front());
    view_.publications.pop_front();
    const auto* publisher = line_.find(publication.publisher);
    if (!publisher) continue;
    // Two that answer each other for ever are stopped here.
    const int count = ++told[publisher->id()];
    if (count == kMostTold + 1)
      fault(*publisher, fmt::format("more than {} publications for one event", kMostTold));
    if (count <= kMostTold) tell_subscribers(publication, publisher->name());
  }
}

void PluginHost::tell_subscribers(const Publication& publication, const std::string& publisher) {
  for (const auto& plugin : line_.plugins()) {
    if (plugin->id() == publication.publisher || line_.left_out(*plugin) ||
        !plugin->listens_to(publication.topic))
      continue;
    const auto heard =
        line_.run(plugin->id(), [&] { return plugin->hear(publication, publisher); });
    if (!heard) fault(*plugin, "subscribe: " + heard.error().what);
  }
}

// ── Commands ────────────────────────────────────────────────────────────────────────────────────

void PluginHost::judge(const room::Commanding& it) {
  answer_.verdict.command = true;
  command(parse_call(std::nullopt, it.text));
}

// A command may publish its text, so that passes the filters as a line does. False when one has
// refused it: then the line is refused, and no command.
bool PluginHost::filter_text(const Plugin& owner, Call& call) {
  if (!call.member || call.text.empty() || owner.commands().at(call.name).is_secret) return true;
  Spoken message{*call.member, call.text, call.number, call.name};
  if (!refuse_unjudged(room::Saying{*call.member, call.text, call.number, 0}, Hook::filter_message))
    filter(message);
  call.text = std::move(message.text);
  answer_.verdict.command = answer_.verdict.passed;
  return answer_.verdict.passed && !std::exchange(taken_over_, false);
}

void PluginHost::command(Call call) {
  auto* owner = owner_of(line_, call.name);
  if (owner) return carry_out(*owner, std::move(call));
  // The console has a /help of its own, so what comes from there is the command of a plugin that
  // has gone meanwhile.
  if (!call.member && call.name != "help") answer_.verdict.passed = false;
  reply(call, answer_of_host(call, line_, settings_));
}

void PluginHost::carry_out(Plugin& plugin, Call call) {
  if (call.member && plugin.commands().at(call.name).for_administrators)
    return say_failed(call, "only_admin", "only the administrator may do that");
  if (line_.left_out(plugin) || !plugin.runs_command(call.name))
    return say_failed(call, "failed", "this command has failed");
  if (!filter_text(plugin, call)) return;
  const auto returned = line_.run(plugin.id(), [&] { return plugin.run_command(call); });
  if (!returned) {
    fault(plugin, fmt::format("/{}: {}", call.name, returned.error().what), call.name);
    return say_failed(call, "failed", "this command has failed");
  }
  if (const auto* why = why_not(*returned)) return reply_failed(call, wire::visible_lines(*why));
  const auto* text = returned->first.text();
  if (text && text->size() <= ring::kMaxLine && wire::is_utf8(*text)) {
    if (!reply(call, *text))
      fault(plugin, fmt::format("/{} answered more than {} lines", call.name, kMaxWishes),
            call.name);
    return;
  }
  if (!text && returned->first.is_nil()) return;
  fault(plugin,
        fmt::format("/{} returned a {}; a command returns nothing, the answer as text, or false "
                    "and why it was not carried out",
                    call.name, type_name(returned->first)),
        call.name);
  say_failed(call, "failed", "this command has failed");
}

void PluginHost::say_failed(const Call& call, std::string_view key, std::string_view otherwise) {
  reply_failed(call, settings_.host_phrase(key, otherwise));
}

// Only the console is told in the answer; a member reads it.
void PluginHost::reply_failed(const Call& call, std::string_view why) {
  if (!call.member) answer_.verdict.passed = false;
  reply(call, wire::shortened(why, ring::kMaxLine));
}

// A line of the answer is a line on the member's screen. False when there were too many.
bool PluginHost::reply(const Call& call, std::string_view text) {
  if (!call.member) {
    answer_.verdict.reason = text;
    return true;
  }
  for (size_t lines = 0; !text.empty(); ++lines) {
    if (lines == kMaxWishes) return false;
    const auto line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    if (!line.empty())
      view_.want(room::Post{"reply",
                            "",
                            std::string(line),
                            std::string(line),
                            {room::Audience::Kind::only, {*call.member}}});
  }
  return true;
}

// ── What hooks give back ────────────────────────────────────────────────────────────────────────

// A plugin may have put anything into its error; what the relay is told must be text.
void PluginHost::refuse(std::string_view reason) {
  answer_.verdict.passed = false;
  const auto text = wire::is_utf8(reason) ? std::string(reason) : wire::visible_lines(reason);
  answer_.verdict.reason = wire::shortened(text, ring::kMaxLine);
}

// A line is not sent, a newcomer is not let in: the words must fit.
std::string PluginHost::refusal(Hook filter) const {
  return filter == Hook::filter_message
             ? settings_.host_phrase("unchecked",
                                     "your line could not be checked, so it was not sent")
             : settings_.host_phrase("refused", "refused");
}

// True when a filter that must not be missing is missing, which alone refuses the event.
bool PluginHost::refuse_unjudged(const room::Event& event, Hook filter) {
  const bool missing = std::any_of(absent_.begin(), absent_.end(),
                                   [&](const auto& entry) { return entry.second.covers(event); });
  if (!refuse_ && !missing) return false;
  refuse(refusal(filter));
  return true;
}

// A fault of a filter: true when the event is refused because of it.
bool PluginHost::refuse_failed(const Plugin& plugin, Hook hook, const std::string& what) {
  fault(plugin, fmt::format("{}{}", name_of(hook), what));
  if (!plugin.place().fail_closed) return false;
  refuse(refusal(hook));
  answer_.marks.push_back({plugin.id(), ring::Mark::Effect::refused, answer_.verdict.reason});
  return true;
}

// A filter that returns false refuses, whatever stands behind it. All else that is not nothing is a
// mistake, and `fail` says what a mistake means.
bool PluginHost::refused(const Plugin& plugin, Hook hook,
                         const Result<Plugin::Returned>& returned) {
  if (!returned) return refuse_failed(plugin, hook, ": " + returned.error().what);
  const auto& [first, second] = *returned;
  if (first.is_nil() && second.is_nil()) return false;
  // The plugin has taken the line over: it says it itself, to whom it wants.
  if (first == Value(false) && second == Value(true)) {
    taken_over_ = true;
    return true;
  }
  if (first != Value(false)) return refuse_failed(plugin, hook, what_is_wrong(hook, *returned));
  refuse(reason_of(second).value_or(refusal(hook)));
  if (!reason_of(second))
    fault(plugin, fmt::format("{}{}", name_of(hook), what_is_wrong(hook, *returned)));
  answer_.marks.push_back({plugin.id(), ring::Mark::Effect::refused, answer_.verdict.reason});
  if (auto* use = line_.use(plugin.id())) ++use->refused;
  return true;
}

void PluginHost::observed(const Plugin& plugin, Hook hook,
                          const Result<Plugin::Returned>& returned) {
  if (!returned) return fault(plugin, fmt::format("{}: {}", name_of(hook), returned.error().what));
  if (!returned->first.is_nil())
    fault(plugin, fmt::format("{} returned a {}; an observer returns nothing", name_of(hook),
                              type_name(returned->first)));
}

void PluginHost::post(const Plugin& plugin, Hook hook, const room::Occasion& occasion) {
  room::Post words;
  fill(*plugin.form(hook), occasion, words);
  view_.begin_hook(plugin.id());
  const size_t bytes = bytes_of(words);
  if (words.line.size() > ring::kMaxLine || !view_.wish(std::move(words), bytes))
    fault(plugin, fmt::format("{}: the line of its form gets too long", name_of(hook)));
}

void PluginHost::fault(const Plugin& plugin, std::string_view what, std::string_view command) {
  // A traceback is a screenful; what is longer was made by the plugin.
  answer_.faults.push_back({plugin.id(), wire::shortened(what, 4096), std::string(command)});
}

}  // namespace moonroom::script
