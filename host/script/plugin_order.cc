#include "script/plugin_order.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace moonroom::script {
namespace {

bool names(const std::vector<std::string>& list, const std::string& name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

bool must_precede(const OrderSpec& first, const OrderSpec& second) {
  return names(first.before, second.name) || names(second.after, first.name);
}

}  // namespace

// Repeatedly takes the first plugin, in plain order, that no remaining plugin must precede.
PluginOrder sort_plugins(const std::vector<OrderSpec>& plugins) {
  std::vector<size_t> left(plugins.size());
  std::iota(left.begin(), left.end(), size_t{0});
  std::sort(left.begin(), left.end(), [&](size_t a, size_t b) {
    const auto key = [&](const OrderSpec& p) {
      return std::make_tuple(!p.is_script, p.order, p.name);
    };
    return key(plugins[a]) < key(plugins[b]);
  });
  PluginOrder line;
  while (!left.empty()) {
    const auto free = std::find_if(left.begin(), left.end(), [&](size_t candidate) {
      return std::none_of(left.begin(), left.end(), [&](size_t other) {
        return other != candidate && must_precede(plugins[other], plugins[candidate]);
      });
    });
    if (free == left.end()) break;
    line.order.push_back(*free);
    left.erase(free);
  }
  line.cycle = left;
  line.order.insert(line.order.end(), left.begin(), left.end());
  return line;
}

}  // namespace moonroom::script
