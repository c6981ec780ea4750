#include "script/line.h"

#include <algorithm>
#include <utility>

#include "script/line_order.h"

namespace moonroom::script {

Plugin* Line::find(uint32_t id) {
  const auto found = std::find_if(plugins_.begin(), plugins_.end(),
                                  [&](const auto& plugin) { return plugin->id() == id; });
  return found == plugins_.end() ? nullptr : found->get();
}

void Line::put(std::unique_ptr<Plugin> plugin) {
  remove(plugin->id());
  plugins_.push_back(std::move(plugin));
  line_up();
}

void Line::remove(uint32_t id) {
  std::erase_if(plugins_, [&](const auto& plugin) { return plugin->id() == id; });
}

void Line::line_up() {
  std::vector<Standing> standings;
  for (const auto& plugin : plugins_)
    standings.push_back({plugin->name(), plugin->is_script(), plugin->place().order,
                         plugin->place().before, plugin->place().after});
  const auto line = script::line_up(standings);
  circle_.clear();
  for (const size_t place : line.circle) circle_.push_back(standings[place].name);
  std::vector<std::unique_ptr<Plugin>> ordered;
  for (const size_t place : line.order) ordered.push_back(std::move(plugins_[place]));
  plugins_ = std::move(ordered);
}

}  // namespace moonroom::script
