#include "script/plugin_loader.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "script/lua_value.h"

namespace moonroom::script {
namespace {

// The host stores what `on_unload` returned in one piece with the file and its store.
constexpr size_t kMaxSaved = 64u << 10;

// The plugin's manifest, for the console and for the host's fast path.
Value description_of(const Plugin& plugin) {
  Table hooks;
  Table forms;
  for (size_t i = 0; i < kHooks.size(); ++i) {
    if (plugin.has(static_cast<Hook>(i))) hooks.items.emplace_back(kHooks[i].name);
    if (const auto* form = plugin.post_template(static_cast<Hook>(i)))
      forms.fields[std::string(kHooks[i].name)] = to_value(*form);
  }
  Table commands;
  for (const auto& [name, command] : plugin.commands())
    commands.fields[name] = Table{{}, {{"usage", command.usage}, {"help", command.help}}};
  return Table{{},
               {{"order", plugin.ordering().order},
                {"fail", plugin.ordering().fail_closed ? "closed" : "open"},
                {"hooks", std::move(hooks)},
                {"forms", std::move(forms)},
                {"commands", std::move(commands)}}};
}

// The first command of `fresh` that another plugin of its kind has already, or an empty string.
std::string taken_command(const Plugin& fresh, const PluginChain& chain) {
  for (const auto& [name, command] : fresh.commands()) {
    for (const auto& other : chain.plugins())
      if (other->id() != fresh.id() && other->is_script() == fresh.is_script() &&
          other->commands().contains(name))
        return fmt::format("the command /{} belongs to {} already", name, other->file().path);
    if (name == "help") return "the command /help is the host's own";
  }
  return {};
}

}  // namespace

void PluginLoader::load(const ring::PluginSource& file, ResponseBuilder& response) {
  if (!is_words(file.role)) {
    load_plugin(file, response);
  } else {
    const auto taken =
        plugins_.chain.run(file.id, [&] { return plugins_.settings.load(file, plugins_.limits); });
    if (!taken) response.refuse(taken.error().what);
    if (file.role == ring::Role::wording) response.set_details(plugins_.settings.wording());
  }
  update_line_words();
}

// Every step that can fail comes before any change; the requests of a failed version are dropped.
void PluginLoader::load_plugin(const ring::PluginSource& file, ResponseBuilder& response) {
  auto* old = plugins_.chain.find(file.id);
  if (old) response.set_details(description_of(*old));
  if (old && file.only_if_changed && old->file().source == file.source &&
      old->overrides() == plugins_.settings.overrides_for(file))
    return;
  const auto place = plugins_.queue.mark();
  auto fresh = make(file, old, response);
  if (fresh) {
    absent_.erase(file.id);
    return replace(old, std::move(*fresh), response);
  }
  plugins_.queue.rollback(place);
  response.refuse(wrong_with(file, fresh.error().what));
  if (!old) absent_[file.id] = file.closed;
}

// The new version after its `on_load`, with what the `on_unload` of the old one returned.
Result<std::unique_ptr<Plugin>> PluginLoader::make(const ring::PluginSource& file, Plugin* old,
                                                   ResponseBuilder& response) {
  ring::PluginSource version = file;
  if (old) version.stored = old->store().fields();
  auto fresh = plugins_.chain.run(file.id, [&] {
    return Plugin::load(version, plugins_.settings.overrides_for(file), plugins_.queue,
                        plugins_.limits);
  });
  if (!fresh) return fresh;
  if (const auto taken = taken_command(**fresh, plugins_.chain); !taken.empty())
    return problem(taken);
  const auto saved = old ? call_on_unload(*old, ring::UnloadReason::changed, response) : file.saved;
  plugins_.queue.reset_bounds(file.id);
  if (!(*fresh)->has(hook_named("on_load"))) return fresh;
  const auto why = old ? ring::LoadReason::changed : file.why;
  const auto loaded =
      plugins_.chain.run(file.id, [&] { return (*fresh)->call_on_load(saved, why); });
  if (!loaded) return problem("on_load: " + loaded.error().what);
  return fresh;
}

void PluginLoader::replace(Plugin* old, std::unique_ptr<Plugin> fresh, ResponseBuilder& response) {
  if (old) cancel_callbacks(*old);
  response.set_details(description_of(*fresh));
  const auto name = fresh->name();
  plugins_.chain.put(std::move(fresh));
  const auto& cycle = plugins_.chain.cycle();
  if (std::find(cycle.begin(), cycle.end(), name) != cycle.end())
    response.fault_of_nobody(
        fmt::format("`before` and `after` go round in a circle: {}", fmt::join(cycle, ", ")));
}

// What the old version's `on_unload` returned. An error there does not count against its successor,
// and does not prevent loading it.
Value PluginLoader::call_on_unload(Plugin& old, ring::UnloadReason why, ResponseBuilder& response) {
  constexpr Hook kHook = hook_named("on_unload");
  if (!old.has(kHook)) return {};
  auto left = plugins_.chain.run_unloading(
      old.id(), [&] { return old.call(kHook, std::nullopt, to_string(why)); });
  if (left) return std::move(left->first);
  response.fault_of_old_version(old, "on_unload: " + left.error().what);
  return {};
}

void PluginLoader::unload(uint32_t id, ring::UnloadReason why, ResponseBuilder& response) {
  absent_.erase(id);
  auto* plugin = plugins_.chain.find(id);
  if (!plugin) return;
  auto saved = call_on_unload(*plugin, why, response);
  if (size_of(saved) <= kMaxSaved)
    response.set_details(std::move(saved));
  else
    response.fault_of_old_version(
        *plugin, fmt::format("on_unload returned more than {} KiB: the next host gets nothing",
                             kMaxSaved / 1024));
  cancel_callbacks(*plugin);
  plugins_.chain.remove(id);
  update_line_words();
}

void PluginLoader::unload_all(ResponseBuilder& response) {
  while (!plugins_.chain.plugins().empty())
    unload(plugins_.chain.plugins().back()->id(), ring::UnloadReason::restart, response);
}

void PluginLoader::run_job(const ring::RunJob& work, ResponseBuilder& response) {
  plugins_.queue.is_job = true;
  const auto overrides = plugins_.settings.overrides_for(work.plugin);
  auto result = plugins_.chain.run(work.plugin.id, [&]() -> Result<Plugin::HookResult> {
    auto plugin = Plugin::load(work.plugin, overrides, plugins_.queue, plugins_.limits);
    if (!plugin) return tl::unexpected(plugin.error());
    return (*plugin)->run_job(work.name, work.data);
  });
  if (!result) return response.refuse(result.error().what);
  response.set_details(std::move(result->first));
}

bool PluginLoader::lacks_filter_for(const room::Event& event) const {
  return std::any_of(absent_.begin(), absent_.end(),
                     [&](const auto& entry) { return entry.second.covers(event); });
}

void PluginLoader::cancel_callbacks(const Plugin& plugin) {
  for (const auto number : plugin.callbacks().numbers())
    plugins_.queue.enqueue(room::Cancel{plugin.id(), number});
}

void PluginLoader::update_line_words() {
  plugins_.line_words = {};
  for (const auto& plugin : plugins_.chain.plugins())
    if (plugin->is_script()) plugins_.line_words.add(plugin->config());
  const auto wording = plugins_.settings.wording();
  if (const auto* host = wording.field("host")) plugins_.line_words.add(*host);
}

}  // namespace moonroom::script
