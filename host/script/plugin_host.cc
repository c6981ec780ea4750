#include "script/plugin_host.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/overloaded.h"
#include "ring/answer_check.h"
#include "ring/pages.h"
#include "script/line_order.h"
#include "script/lua_value.h"
#include "script/sandbox.h"
#include "wire/text.h"

namespace moonroom::script {

PluginHost::PluginHost(Marker mark, size_t memory_limit)
    : mark_(std::move(mark)), memory_limit_(memory_limit) {}

ring::Answer PluginHost::answer(const ring::Question& question) {
  answer_ = {};
  answer_.number = question.number;
  without_ = question.without;
  view_.now = question.time;
  std::visit(
      Overloaded{
          [&](const room::Event& event) { std::visit([&](const auto& it) { judge(it); }, event); },
          [&](const ring::Load& file) { take(file); },
          [&](const ring::Unload& gone) { unload(gone.id); },
          [&](const ring::Present& here) { view_.roster.add(here.member).present = true; },
          [&](const ring::Farewell&) {
            while (!plugins_.empty()) unload(plugins_.back()->id());
          },
      },
      question.task);
  answer_.verdict.actions = view_.take_wishes();
  return std::move(answer_);
}

template <class Call>
void PluginHost::each(Hook hook, Call call) {
  for (const auto& plugin : plugins_) {
    if (!plugin->has(hook) || plugin->id() == without_) continue;
    mark_(plugin->id());
    const bool go_on = call(*plugin);
    mark_(ring::kNobody);
    if (!go_on) return;
  }
}

// ── Events ──────────────────────────────────────────────────────────────────────────────────────

void PluginHost::judge(const room::Joining& joining) {
  Guest& newcomer = view_.roster.add(joining);
  each(Hook::filter_join, [&](Plugin& plugin) {
    return !refused(plugin, Hook::filter_join,
                    plugin.call(Hook::filter_join, joining.who, std::nullopt));
  });
  // Scripts find the words; that a name belongs to one alone does not depend on them.
  if (answer_.verdict.passed && joining.conflict != room::Conflict::none)
    refuse(host_phrase("refused"));
  if (!answer_.verdict.passed) return view_.roster.remove(joining.who);
  newcomer.present = true;
  each(Hook::on_join, [&](Plugin& plugin) {
    observed(plugin, Hook::on_join, plugin.call(Hook::on_join, joining.who, std::nullopt));
    return true;
  });
}

void PluginHost::judge(const room::Saying& saying) {
  Spoken message{saying.who, saying.text, saying.number};
  each(Hook::filter_message, [&](Plugin& plugin) {
    auto returned = plugin.call_message(Hook::filter_message, message);
    const auto* text = returned ? returned->first.text() : nullptr;
    if (!text) return !refused(plugin, Hook::filter_message, returned);
    if (text->size() <= ring::kMaxLine && wire::is_utf8(*text))
      message.text = *text;
    else
      fault(plugin, "filter_message returned a text that is too long or not UTF-8");
    return true;
  });
  if (!answer_.verdict.passed) return;
  each(Hook::on_message, [&](Plugin& plugin) {
    observed(plugin, Hook::on_message, plugin.call_message(Hook::on_message, message));
    return true;
  });
}

void PluginHost::judge(const room::Leaving& leaving) {
  Guest* guest = view_.roster.find(leaving.who);
  if (!guest) return;  // He was refused, so nobody knew him.
  guest->present = false;
  each(Hook::on_leave, [&](Plugin& plugin) {
    observed(plugin, Hook::on_leave,
             plugin.call(Hook::on_leave, leaving.who, to_string(leaving.why)));
    return true;
  });
  view_.roster.remove(leaving.who);
}

void PluginHost::judge(const room::Announcing& announcing) {
  each(Hook::on_announce, [&](Plugin& plugin) {
    observed(plugin, Hook::on_announce,
             plugin.call(Hook::on_announce, std::nullopt, announcing.text));
    return true;
  });
}

void PluginHost::judge(const room::TimerDue& timer) {
  const auto owner = std::find_if(plugins_.begin(), plugins_.end(), [&](const auto& plugin) {
    return plugin->id() == timer.owner && plugin->id() != without_;
  });
  if (owner == plugins_.end()) return;
  mark_(timer.owner);
  const auto fired = (*owner)->fire(timer.timer);
  mark_(ring::kNobody);
  if (!fired) fault(**owner, "timer: " + fired.error().what);
}

// ── What hooks give back ────────────────────────────────────────────────────────────────────────

void PluginHost::refuse(std::string reason) {
  answer_.verdict.passed = false;
  answer_.verdict.reason = std::move(reason);
}

bool PluginHost::refused(const Plugin& plugin, Hook hook,
                         const Result<Plugin::Returned>& returned) {
  if (!returned) {
    fault(plugin, fmt::format("{}: {}", name_of(hook), returned.error().what));
    if (plugin.place().fail_closed) refuse(host_phrase("refused"));
    return plugin.place().fail_closed;
  }
  if (returned->first.is_nil()) return false;
  const auto* flag = returned->first.flag();
  const auto* reason = returned->second.text();
  const bool reason_is_text = returned->second.is_nil() || (reason && wire::is_utf8(*reason));
  if (!flag || *flag || !reason_is_text) {
    fault(plugin,
          fmt::format("{} returned {}; a filter returns nothing, or false and a reason{}",
                      name_of(hook),
                      flag && *flag ? "true" : "a " + std::string(type_name(returned->first)),
                      hook == Hook::filter_message ? ", or a new text" : ""));
    return false;
  }
  refuse(reason ? wire::shortened(*reason, ring::kMaxLine) : std::string());
  return true;
}

void PluginHost::observed(const Plugin& plugin, Hook hook,
                          const Result<Plugin::Returned>& returned) {
  if (!returned) return fault(plugin, fmt::format("{}: {}", name_of(hook), returned.error().what));
  if (!returned->first.is_nil())
    fault(plugin, fmt::format("{} returned a {}; an observer returns nothing", name_of(hook),
                              type_name(returned->first)));
}

void PluginHost::fault(const Plugin& plugin, std::string what) {
  answer_.faults.push_back({plugin.id(), std::move(what)});
}

std::string PluginHost::host_phrase(std::string_view key) const {
  const auto* table = wording_.table();
  const auto* words = table ? table->field("host") : nullptr;
  return std::string(words ? words->text_at(key) : std::string_view());
}

// What the console shows of a plugin.
Value description_of(const Plugin& plugin) {
  Table hooks;
  for (size_t i = 0; i < kHookNames.size(); ++i)
    if (plugin.has(static_cast<Hook>(i))) hooks.items.emplace_back(kHookNames[i]);
  Table description;
  description.fields["order"] = plugin.place().order;
  description.fields["hooks"] = std::move(hooks);
  return description;
}

// ── Files ───────────────────────────────────────────────────────────────────────────────────────

void PluginHost::take(const ring::Load& file) {
  mark_(file.id);
  if (file.role == ring::Role::wording || file.role == ring::Role::settings)
    take_words(file);
  else
    take_plugin(file);
  mark_(ring::kNobody);
}

// A file that is nothing but data: it runs with no `room`, and its result is kept. A wording is
// laid over the one before it, so that it need not say everything.
void PluginHost::take_words(const ring::Load& file) {
  LuaState state(memory_limit_);
  Value words;
  auto ran = state.guarded([&](lua_State* L) {
    open_sandbox(L);
    compile(L, file.source, file.path);
    call_traced(L, 0, 1);
    words = to_value(L, 1);
  });
  if (ran && !words.table()) ran = problem(file.path + ": it must return a table");
  if (!ran) return refuse(ran.error().what);
  if (file.role == ring::Role::settings)
    settings_ = words;
  else
    lay_over(wording_, words);
  answer_.details = file.role == ring::Role::settings ? settings_ : wording_;
}

// The wording speaks to the scripts; the settings to all, and last.
Value PluginHost::overrides_for(const ring::Load& file) const {
  Value overrides = Table{};
  for (const auto* source : {&wording_, &settings_}) {
    if (source == &wording_ && file.role != ring::Role::script) continue;
    const auto* table = source->table();
    if (const auto* part = table ? table->field(file.name) : nullptr) lay_over(overrides, *part);
  }
  return overrides;
}

void PluginHost::take_plugin(const ring::Load& file) {
  auto fresh = Plugin::load(file, overrides_for(file), view_, memory_limit_);
  if (!fresh) return refuse(fmt::format("{}: {}", file.path, fresh.error().what));
  Value saved;
  const auto old = std::find_if(plugins_.begin(), plugins_.end(),
                                [&](const auto& plugin) { return plugin->id() == file.id; });
  if (old != plugins_.end() && (*old)->has(Hook::on_unload)) {
    auto left = (*old)->call(Hook::on_unload, std::nullopt, std::nullopt);
    if (left)
      saved = std::move(left->first);
    else
      fault(**old, "on_unload: " + left.error().what);
  }
  if ((*fresh)->has(Hook::on_load)) {
    const auto loaded = (*fresh)->call_value(Hook::on_load, saved);
    if (!loaded) return refuse(fmt::format("{}: on_load: {}", file.path, loaded.error().what));
  }
  answer_.details = description_of(**fresh);
  if (old != plugins_.end())
    *old = std::move(*fresh);
  else
    plugins_.push_back(std::move(*fresh));
  line_up();
}

void PluginHost::unload(uint32_t id) {
  const auto found = std::find_if(plugins_.begin(), plugins_.end(),
                                  [&](const auto& plugin) { return plugin->id() == id; });
  if (found == plugins_.end()) return;
  if ((*found)->has(Hook::on_unload)) {
    mark_(id);
    const auto left = (*found)->call(Hook::on_unload, std::nullopt, std::nullopt);
    mark_(ring::kNobody);
    if (!left) fault(**found, "on_unload: " + left.error().what);
  }
  plugins_.erase(found);
}

void PluginHost::line_up() {
  std::vector<Standing> standings;
  for (const auto& plugin : plugins_)
    standings.push_back({plugin->name(), plugin->is_script(), plugin->place().order,
                         plugin->place().before, plugin->place().after});
  const Line line = script::line_up(standings);
  std::vector<std::unique_ptr<Plugin>> ordered;
  for (const size_t place : line.order) ordered.push_back(std::move(plugins_[place]));
  plugins_ = std::move(ordered);
}

}  // namespace moonroom::script
