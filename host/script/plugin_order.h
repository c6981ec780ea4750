// The order of the plugins. Pure, and the same on every start: scripts first, then by `order`, then
// by name; `before` and `after` move a plugin behind those that it must follow.
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
  /// Indices into the given list.
  std::vector<size_t> order;
  /// The plugins whose `before` and `after` form a cycle: they stand in order of `order` at the
  /// end.
  std::vector<size_t> cycle;
};

PluginOrder sort_plugins(const std::vector<OrderSpec>& plugins);

}  // namespace moonroom::script
