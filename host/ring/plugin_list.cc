#include "ring/plugin_list.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace moonroom::ring {

std::string_view to_string(State state) {
  constexpr std::array<std::string_view, 5> kWords = {"loading", "on", "failed", "benched", "gone"};
  return kWords.at(static_cast<size_t>(state));
}

std::string_view filter_of(const room::Event& event) {
  if (std::holds_alternative<room::Joining>(event)) return "filter_join";
  if (std::holds_alternative<room::Saying>(event)) return "filter_message";
  return {};
}

bool PluginRecord::has(std::string_view hook) const {
  const auto* hooks = details.field("hooks");
  if (!hooks || !hooks->table()) return false;
  const auto& items = hooks->table()->items;
  return std::find(items.begin(), items.end(), Value(hook)) != items.end();
}

bool PluginRecord::closes(std::string_view hook) const {
  return !hook.empty() && details.text_at("fail") == "closed" && has(hook);
}

PluginRecord* PluginList::at_path(std::string_view path) {
  const auto known = std::find_if(plugins_.begin(), plugins_.end(), [&](const auto& plugin) {
    return plugin.file.path == path;
  });
  return known == plugins_.end() ? nullptr : &*known;
}

PluginRecord& PluginList::add(Load file) {
  file.id = static_cast<uint32_t>(plugins_.size());
  auto& plugin = plugins_.emplace_back();
  plugin.file = std::move(file);
  return plugin;
}

std::string PluginList::take_unreadable(Load file) {
  const auto reason = fmt::format("{}: {}", file.path, file.problem);
  auto* known = at_path(file.path);
  auto& plugin = known ? *known : add(file);
  plugin.reason = reason;
  if (known && plugin.state != State::failed && plugin.state != State::gone)
    return reason + (plugin.state == State::on ? "; the version before it goes on" : "");
  file.id = plugin.file.id;
  plugin.file = std::move(file);
  plugin.state = State::failed;
  return reason;
}

Load PluginList::take(Load file) {
  auto* known = at_path(file.path);
  if (!known) return add(std::move(file)).file;
  file.id = known->file.id;
  file.kept = known->file.kept;
  if (known->state == State::on) {
    known->wanted = file;
  } else {
    known->file = file;
    known->state = State::loading;
  }
  known->reason.clear();
  known->recent.clear();
  return file;
}

PluginRecord* PluginList::find(uint32_t id) {
  return id < plugins_.size() ? &plugins_[id] : nullptr;
}

PluginRecord* PluginList::named(std::string_view name) {
  const auto is_it = [&](const PluginRecord& plugin) {
    return !is_words(plugin.file.role) && plugin.state != State::gone && plugin.file.name == name;
  };
  const auto found = std::find_if(plugins_.begin(), plugins_.end(), is_it);
  return found == plugins_.end() ? nullptr : &*found;
}

std::string PluginList::loaded(const Load& file, bool passed, const std::string& reason,
                               Value details) {
  auto* plugin = find(file.id);
  if (!plugin || plugin->state == State::gone) return {};
  const bool newer = plugin->wanted && plugin->wanted->source == file.source;
  if (newer) plugin->wanted.reset();
  if (!passed) {
    plugin->reason = reason;
    const bool older_runs = !details.is_nil();
    plugin->state = older_runs ? State::on : State::failed;
    return reason + (older_runs ? "; the version before it goes on" : "");
  }
  if (newer) plugin->file.source = file.source;
  plugin->details = std::move(details);
  plugin->state = State::on;
  return {};
}

void PluginList::died_loading(const Load& file) {
  auto* plugin = find(file.id);
  if (!plugin || !plugin->wanted || plugin->wanted->source != file.source) return;
  plugin->wanted.reset();
  plugin->reason = "the newest version killed the worker; the version before it goes on";
}

bool PluginList::fault(PluginRecord& plugin, SteadyTime now) {
  ++plugin.faults;
  plugin.recent.push_back(now);
  while (now - plugin.recent.front() >= kFaultWindow) plugin.recent.pop_front();
  if (plugin.state == State::benched || plugin.recent.size() < kFaultsToBench) return false;
  plugin.state = State::benched;
  return true;
}

void PluginList::acquit(PluginRecord& plugin) {
  if (plugin.recent.empty()) return;
  --plugin.faults;
  plugin.recent.pop_back();
  if (plugin.state == State::benched) plugin.state = State::loading;
}

std::vector<Load> PluginList::to_load() {
  std::vector<Load> files;
  for (auto& plugin : plugins_) {
    if (plugin.state != State::on && plugin.state != State::loading) continue;
    plugin.state = plugin.wanted ? State::on : State::loading;
    files.push_back(plugin.file);
    if (!plugin.wanted) continue;
    plugin.wanted->kept = plugin.file.kept;
    files.push_back(*plugin.wanted);
  }
  std::stable_sort(files.begin(), files.end(),
                   [](const Load& a, const Load& b) { return a.role < b.role; });
  return files;
}

bool PluginList::refuses(const room::Event& event) const {
  const auto filter = filter_of(event);
  return !filter.empty() &&
         std::any_of(plugins_.begin(), plugins_.end(), [&](const PluginRecord& plugin) {
           return plugin.state == State::benched && plugin.closes(filter);
         });
}

}  // namespace moonroom::ring
