// In what order plugins are asked. Pure, and the same on every start: scripts first, then `order`,
// then name; `before` and `after` move a plugin behind whom it must follow.
#pragma once

#include <string>
#include <vector>

namespace moonroom::script {

struct OrderSpec {
  std::string name;
  bool is_script = false;
  double order = 50;
  std::vector<std::string> before;
  std::vector<std::string> after;
};

struct PluginOrder {
  /// Places in the list that was given.
  std::vector<size_t> order;
  /// Those whose `before` and `after` go round in a circle: they stand where `order` puts them, at
  /// the end.
  std::vector<size_t> cycle;
};

PluginOrder sort_plugins(const std::vector<OrderSpec>& plugins);

}  // namespace moonroom::script
