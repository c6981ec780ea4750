#include "script/plugin_chain.h"

#include <algorithm>
#include <utility>

#include "script/plugin_order.h"

namespace moonroom::script {

Plugin* PluginChain::find(uint32_t id) {
  const auto found = std::find_if(plugins_.begin(), plugins_.end(),
                                  [&](const auto& plugin) { return plugin->id() == id; });
  return found == plugins_.end() ? nullptr : found->get();
}

void PluginChain::put(std::unique_ptr<Plugin> plugin) {
  remove(plugin->id());
  plugins_.push_back(std::move(plugin));
  sort();
}

void PluginChain::remove(uint32_t id) {
  std::erase_if(plugins_, [&](const auto& plugin) { return plugin->id() == id; });
}

void PluginChain::sort() {
  std::vector<OrderSpec> standings;
  for (const auto& plugin : plugins_)
    standings.push_back({plugin->name(), plugin->is_script(), plugin->ordering().order,
                         plugin->ordering().before, plugin->ordering().after});
  const auto line = script::sort_plugins(standings);
  cycle_.clear();
  for (const size_t place : line.cycle) cycle_.push_back(standings[place].name);
  std::vector<std::unique_ptr<Plugin>> ordered;
  for (const size_t place : line.order) ordered.push_back(std::move(plugins_[place]));
  plugins_ = std::move(ordered);
}

}  // namespace moonroom::script
