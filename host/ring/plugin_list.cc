#include "ring/plugin_list.h"

#include <algorithm>
#include <array>
#include <utility>

namespace moonroom::ring {

std::string_view to_string(State state) {
  constexpr std::array<std::string_view, 4> kWords = {"loading", "on", "failed", "benched"};
  return kWords.at(static_cast<size_t>(state));
}

PluginRecord& PluginList::add(Load file) {
  file.id = static_cast<uint32_t>(plugins_.size());
  return plugins_.emplace_back(PluginRecord{std::move(file), State::loading, {}, {}, 0, {}});
}

PluginRecord* PluginList::find(uint32_t id) {
  return id < plugins_.size() ? &plugins_[id] : nullptr;
}

PluginRecord* PluginList::named(std::string_view name) {
  const auto is_it = [&](const PluginRecord& plugin) {
    const bool runs = plugin.file.role == Role::plugin || plugin.file.role == Role::script;
    return runs && plugin.file.name == name;
  };
  const auto found = std::find_if(plugins_.begin(), plugins_.end(), is_it);
  return found == plugins_.end() ? nullptr : &*found;
}

bool PluginList::fault(PluginRecord& plugin, SteadyTime now) {
  ++plugin.faults;
  plugin.recent.push_back(now);
  while (now - plugin.recent.front() >= kFaultWindow) plugin.recent.pop_front();
  if (plugin.state == State::benched || plugin.recent.size() < kFaultsToBench) return false;
  plugin.state = State::benched;
  return true;
}

std::vector<Load> PluginList::to_load() {
  std::vector<Load> files;
  for (auto& plugin : plugins_) {
    if (plugin.state == State::failed || plugin.state == State::benched) continue;
    plugin.state = State::loading;
    files.push_back(plugin.file);
  }
  std::stable_sort(files.begin(), files.end(),
                   [](const Load& a, const Load& b) { return a.role < b.role; });
  return files;
}

}  // namespace moonroom::ring
