#include "script/plugin_order.h"

#include <doctest/doctest.h>

using moonroom::script::OrderSpec;
using moonroom::script::sort_plugins;

namespace {

std::string order(const std::vector<OrderSpec>& plugins) {
  std::string names;
  for (const auto place : sort_plugins(plugins).order) names += plugins[place].name;
  return names;
}

}  // namespace

TEST_CASE("scripts stand before plugins, then order counts, then the name") {
  CHECK(order({{"b", false, 50, {}, {}},
               {"a", false, 50, {}, {}},
               {"c", false, 10, {}, {}},
               {"s", true, 90, {}, {}}}) == "scab");
}

TEST_CASE("before and after move a plugin only as far as they must") {
  CHECK(order({{"a", false, 50, {}, {"c"}}, {"b", false, 50, {}, {}}, {"c", false, 50, {}, {}}}) ==
        "bca");
  CHECK(order({{"a", false, 50, {}, {}}, {"b", false, 50, {"a"}, {}}}) == "ba");
  CHECK(order({{"a", false, 50, {"nobody"}, {"nobody"}}}) == "a");
}

TEST_CASE("a cycle is named, and its plugins keep their places") {
  const std::vector<OrderSpec> plugins = {{"a", false, 50, {"b"}, {}}, {"b", false, 50, {"a"}, {}}};
  CHECK(sort_plugins(plugins).cycle.size() == 2);
  CHECK(order(plugins) == "ab");
}
