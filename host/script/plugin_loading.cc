// The part of PluginHost that loads and unloads plugins.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "ring/shared_layout.h"
#include "script/lua_value.h"
#include "script/plugin_host.h"

namespace moonroom::script {
namespace {

// The plugin's manifest, for the console and for the host's fast path.
Value description_of(const Plugin& plugin) {
  Table hooks;
  Table forms;
  for (size_t i = 0; i < kHookNames.size(); ++i) {
    if (plugin.has(static_cast<Hook>(i))) hooks.items.emplace_back(kHookNames[i]);
    if (const auto* form = plugin.post_template(static_cast<Hook>(i)))
      forms.fields[std::string(kHookNames[i])] = to_value(*form);
  }
  Table commands;
  for (const auto& [name, command] : plugin.commands()) {
    Table about;
    about.fields["usage"] = command.usage;
    about.fields["help"] = command.help;
    commands.fields[name] = std::move(about);
  }
  Table description;
  description.fields["order"] = plugin.ordering().order;
  description.fields["fail"] = plugin.ordering().fail_closed ? "closed" : "open";
  description.fields["hooks"] = std::move(hooks);
  description.fields["forms"] = std::move(forms);
  description.fields["commands"] = std::move(commands);
  return description;
}

// The host stores what `on_unload` returned in one piece with the file and its store.
constexpr size_t kMaxSaved = 64u << 10;

// The first command of `fresh` that another plugin of its kind has already, or an empty string.
std::string taken_command(const Plugin& fresh, const PluginChain& line) {
  for (const auto& [name, command] : fresh.commands()) {
    for (const auto& other : line.plugins())
      if (other->id() != fresh.id() && other->is_script() == fresh.is_script() &&
          other->commands().contains(name))
        return fmt::format("the command /{} belongs to {} already", name, other->file().path);
    if (name == "help") return "the command /help is the host's own";
  }
  return {};
}

}  // namespace

void PluginHost::load(const ring::PluginSource& file) {
  if (!is_words(file.role)) return load_plugin(file);
  const auto taken = chain_.run(file.id, [&] { return settings_.load(file, limits_); });
  if (!taken) refuse(taken.error().what);
  if (file.role == ring::Role::wording) response_.details = settings_.wording();
}

// Every step that can fail comes before any change; the requests of a failed version are dropped.
void PluginHost::load_plugin(const ring::PluginSource& file) {
  auto* old = chain_.find(file.id);
  const auto overrides = settings_.overrides_for(file);
  if (old) response_.details = description_of(*old);
  if (old && file.only_if_changed && old->file().source == file.source &&
      old->overrides() == overrides)
    return;
  ring::PluginSource version = file;
  if (old) version.stored = old->store().fields();
  const auto place = queue_.mark();
  const auto fail = [&](const std::string& why) {
    queue_.rollback(place);
    refuse(wrong_with(file, why));
    if (!old) absent_[file.id] = file.closed;
  };
  auto fresh =
      chain_.run(file.id, [&] { return Plugin::load(version, overrides, queue_, limits_); });
  if (!fresh) return fail(fresh.error().what);
  if (const auto taken = taken_command(**fresh, chain_); !taken.empty()) return fail(taken);
  const auto saved = old ? call_on_unload(*old, ring::UnloadReason::changed) : file.saved;
  queue_.reset_bounds(file.id);
  if ((*fresh)->has(hook_named("on_load"))) {
    const auto why = old ? ring::LoadReason::changed : file.why;
    const auto loaded = chain_.run(file.id, [&] { return (*fresh)->call_on_load(saved, why); });
    if (!loaded) return fail("on_load: " + loaded.error().what);
  }
  absent_.erase(file.id);
  hand_over(old, std::move(*fresh));
}

void PluginHost::hand_over(Plugin* old, std::unique_ptr<Plugin> fresh) {
  if (old) cancel_callbacks(*old);
  response_.details = description_of(*fresh);
  const auto name = fresh->name();
  chain_.put(std::move(fresh));
  const auto& circle = chain_.cycle();
  if (std::find(circle.begin(), circle.end(), name) != circle.end())
    // No plugin alone is at fault: the fault must not bench the first one.
    response_.faults.push_back(
        {ring::kNobody,
         fmt::format("`before` and `after` go round in a circle: {}", fmt::join(circle, ", "))});
}

// What the old version's `on_unload` returned. An error there does not count against its successor,
// and does not prevent loading it.
Value PluginHost::call_on_unload(Plugin& old, ring::UnloadReason why) {
  if (!old.has(hook_named("on_unload"))) return {};
  auto left = chain_.run_unloading(
      old.id(), [&] { return old.call(hook_named("on_unload"), std::nullopt, to_string(why)); });
  if (left) return std::move(left->first);
  fault(old, "on_unload: " + left.error().what);
  response_.faults.back().of_old_version = true;
  return {};
}

void PluginHost::unload(uint32_t id, ring::UnloadReason why) {
  absent_.erase(id);
  auto* plugin = chain_.find(id);
  if (!plugin) return;
  auto saved = call_on_unload(*plugin, why);
  if (size_of(saved) <= kMaxSaved) {
    response_.details = std::move(saved);
  } else {
    fault(*plugin, fmt::format("on_unload returned more than {} KiB: the next host gets nothing",
                               kMaxSaved / 1024));
    response_.faults.back().of_old_version = true;
  }
  cancel_callbacks(*plugin);
  chain_.remove(id);
}

void PluginHost::bench(const ring::BenchCommand& bench) {
  if (auto* plugin = chain_.find(bench.id)) plugin->bench_command(bench.name);
}

void PluginHost::unload_all() {
  while (!chain_.plugins().empty())
    unload(chain_.plugins().back()->id(), ring::UnloadReason::restart);
}

void PluginHost::cancel_callbacks(const Plugin& plugin) {
  for (const auto number : plugin.callbacks()) queue_.enqueue(room::Cancel{plugin.id(), number});
}

void PluginHost::remember(const ring::HistorySync& past) {
  for (const auto& entry : past.entries) queue_.remember(entry);
}

// Runs one job, in a process of its own: the plugin is loaded as usual, but `on_load` does not run.
void PluginHost::run_job(const ring::RunJob& work) {
  queue_.is_job = true;
  const auto overrides = settings_.overrides_for(work.plugin);
  auto result = chain_.run(work.plugin.id, [&]() -> Result<Plugin::HookResult> {
    auto plugin = Plugin::load(work.plugin, overrides, queue_, limits_);
    if (!plugin) return tl::unexpected(plugin.error());
    return (*plugin)->run_job(work.name, work.data);
  });
  if (!result) return refuse(result.error().what);
  response_.details = std::move(result->first);
}

}  // namespace moonroom::script
