#include "ring/plugin_registry.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace moonroom::ring {
namespace {

// More than an honest worker stores, whose limit is in bytes.
constexpr size_t kMaxStored = 10'000;

}  // namespace

std::string_view to_string(State state) {
  constexpr std::array<std::string_view, 5> kWords = {"loading", "on", "failed", "benched", "gone"};
  return kWords.at(static_cast<size_t>(state));
}

bool PluginEntry::has(std::string_view hook) const {
  const auto* hooks = details.field("hooks");
  if (!hooks || !hooks->table()) return false;
  const auto& items = hooks->table()->items;
  return std::find(items.begin(), items.end(), Value(hook)) != items.end();
}

ClosedFilters PluginEntry::closed() const {
  if (is_words(file.role)) return {};
  if (state != State::on) return file.closed;
  if (details.text_at("fail") != "closed") return {};
  return {has("filter_join"), has("filter_message")};
}

bool PluginEntry::has_command(std::string_view name) const {
  const auto* commands = details.field("commands");
  return commands && commands->field(name);
}

bool PluginEntry::is_benched(std::string_view command) const {
  const auto& names = file.benched_commands;
  return std::find(names.begin(), names.end(), command) != names.end();
}

PluginEntry* PluginRegistry::find_by_path(std::string_view path) {
  const auto known = std::find_if(plugins_.begin(), plugins_.end(),
                                  [&](const auto& plugin) { return plugin.file.path == path; });
  return known == plugins_.end() ? nullptr : &*known;
}

PluginEntry& PluginRegistry::add(PluginSource file) {
  file.id = static_cast<uint32_t>(plugins_.size());
  auto& plugin = plugins_.emplace_back();
  plugin.file = std::move(file);
  return plugin;
}

std::string PluginRegistry::mark_unreadable(PluginSource file) {
  auto reason = fmt::format("{}: {}", file.path, file.problem);
  auto* known = find_by_path(file.path);
  auto& plugin = known ? *known : add(file);
  if (!known || plugin.state == State::gone) plugin.last_closed = file.closed;
  plugin.reason = reason;
  if (known && plugin.state != State::failed && plugin.state != State::gone)
    return reason + (plugin.state == State::on ? "; the version before it goes on" : "");
  file.id = plugin.file.id;
  file.closed = plugin.last_closed;
  plugin.file = std::move(file);
  plugin.state = State::failed;
  return reason;
}

PluginSource PluginRegistry::add_version(PluginSource file) {
  auto* known = find_by_path(file.path);
  const auto last_closed = !known || known->state == State::gone ? file.closed : known->last_closed;
  file.closed = last_closed;
  if (!is_words(file.role)) file.closed |= closed_filters_in(file.source);
  if (!known) {
    auto& plugin = add(std::move(file));
    plugin.last_closed = last_closed;
    return plugin.file;
  }
  file.id = known->file.id;
  file.stored = known->file.stored;
  const bool was_gone = known->state == State::gone;
  if (was_gone) known->details = Value();
  if (known->state == State::on) {
    file.why = LoadReason::changed;
    known->wanted = file;
  } else {
    // Keep what the last `on_unload` returned until a version has loaded.
    file.saved = was_gone ? Value() : std::move(known->file.saved);
    file.why = was_gone ? LoadReason::fresh : known->file.why;
    known->file = file;
    known->state = State::loading;
  }
  known->reason.clear();
  known->recent.clear();
  known->recent_of_commands.clear();
  return file;
}

PluginEntry* PluginRegistry::find(uint32_t id) {
  return id < plugins_.size() ? &plugins_[id] : nullptr;
}

PluginEntry* PluginRegistry::find_by_name(std::string_view name) {
  const auto is_it = [&](const PluginEntry& plugin) {
    return !is_words(plugin.file.role) && plugin.state != State::gone && plugin.file.name == name;
  };
  const auto found = std::find_if(plugins_.begin(), plugins_.end(), is_it);
  return found == plugins_.end() ? nullptr : &*found;
}

std::string PluginRegistry::loaded(const PluginSource& file, bool passed, const std::string& reason,
                                   Value details) {
  auto* plugin = find(file.id);
  if (!plugin || plugin->state == State::gone) return {};
  const bool newer = plugin->wanted && plugin->wanted->source == file.source;
  if (newer) plugin->wanted.reset();
  // The plugin was benched while this request was pending, and is unloaded next.
  if (plugin->state == State::benched) {
    if (newer && passed) plugin->file.source = file.source;
    return passed ? std::string() : reason;
  }
  if (!passed) {
    plugin->reason = reason;
    const bool older_runs = !details.is_nil();
    plugin->state = older_runs ? State::on : State::failed;
    return reason + (older_runs ? "; the version before it goes on" : "");
  }
  if (newer) plugin->file.source = file.source;
  plugin->file.benched_commands = file.benched_commands;
  plugin->file.saved = Value();
  plugin->details = std::move(details);
  plugin->state = State::on;
  plugin->last_closed = plugin->closed();
  plugin->file.closed = plugin->last_closed;
  remember_commands(*plugin);
  return {};
}

void PluginRegistry::remember_commands(const PluginEntry& plugin) {
  const auto* commands = plugin.details.field("commands");
  if (!commands || !commands->table()) return;
  for (const auto& [word, about] : commands->table()->fields)
    commands_.add(word, plugin.file.role == Role::plugin);
}

void PluginRegistry::mirror(const std::vector<room::Action>& actions) {
  for (const auto& action : actions) {
    const auto* put = std::get_if<room::StorePut>(&action);
    auto* plugin = put ? find(put->owner) : nullptr;
    if (!plugin) continue;
    auto& table = std::get<Table>(plugin->file.stored.data);
    const bool is_new = !put->value.is_nil() && !table.field(put->key);
    if (!is_new || table.fields.size() < kMaxStored) room::apply(*put, table);
  }
}

room::KnownCommands PluginRegistry::commands() const {
  auto known = commands_;
  for (const auto& plugin : plugins_)
    if (plugin.state == State::failed && plugin.details.is_nil() &&
        plugin.file.role == Role::plugin)
      known.expect_more();
  return known;
}

void PluginRegistry::died_loading(const PluginSource& file) {
  auto* plugin = find(file.id);
  if (!plugin || !plugin->wanted || plugin->wanted->source != file.source) return;
  plugin->wanted.reset();
  plugin->reason = "the newest version killed the worker; the version before it goes on";
}

void PluginRegistry::died_unloading(const PluginSource& file) {
  auto* plugin = find(file.id);
  if (!plugin || plugin->state != State::on) return;
  if (plugin->wanted && plugin->wanted->source == file.source) {
    plugin->wanted->stored = std::move(plugin->file.stored);
    plugin->file = std::move(*plugin->wanted);
    plugin->wanted.reset();
  }
  unloaded(*plugin, Value(), LoadReason::crash);
}

void PluginRegistry::unloaded(PluginEntry& plugin, Value saved, LoadReason why) {
  if (plugin.state == State::on) plugin.state = State::loading;
  plugin.file.saved = std::move(saved);
  plugin.file.why = why;
}

bool PluginRegistry::fault(PluginEntry& plugin, SteadyTime now, std::string_view who) {
  ++plugin.faults;
  plugin.recent.add(now, who);
  if (plugin.state == State::benched || !plugin.recent.too_many(now, plugin.closed().any()))
    return false;
  plugin.state = State::benched;
  return true;
}

bool PluginRegistry::command_fault(PluginEntry& plugin, const std::string& command, SteadyTime now,
                                   std::string_view who) {
  ++plugin.faults;
  auto& recent = plugin.recent_of_commands[command];
  recent.add(now, who);
  if (plugin.is_benched(command) || !recent.too_many(now, false)) return false;
  plugin.file.benched_commands.push_back(command);
  return true;
}

void PluginRegistry::revoke_fault(PluginEntry& plugin) {
  if (plugin.recent.empty()) return;
  --plugin.faults;
  plugin.recent.revoke();
  if (plugin.state == State::benched) plugin.state = State::loading;
}

std::vector<PluginSource> PluginRegistry::startup_sources() {
  std::vector<PluginSource> files;
  for (auto& plugin : plugins_) {
    if (plugin.state != State::on && plugin.state != State::loading) continue;
    if (plugin.state == State::on) unloaded(plugin, Value(), LoadReason::crash);
    plugin.state = plugin.wanted ? State::on : State::loading;
    files.push_back(plugin.file);
    if (!plugin.wanted) continue;
    plugin.wanted->stored = plugin.file.stored;
    files.push_back(*plugin.wanted);
  }
  std::stable_sort(files.begin(), files.end(),
                   [](const PluginSource& a, const PluginSource& b) { return a.role < b.role; });
  return files;
}

bool PluginRegistry::fails_closed(const room::Event& event) const {
  return std::any_of(plugins_.begin(), plugins_.end(), [&](const PluginEntry& plugin) {
    const bool absent = plugin.state == State::benched || plugin.state == State::failed;
    return absent && plugin.closed().covers(event);
  });
}

}  // namespace moonroom::ring
