#include "ring/work_order.h"

#include <doctest/doctest.h>

#include "ring/pages.h"

using namespace moonroom;

TEST_CASE("an order comes out as it went in, and no part of it is one") {
  ring::WorkOrder order{32u << 20, true, {}};
  order.questions.push_back(
      {1, ring::kNobody, false, WallTime(), ring::Load{ring::Role::settings, 0, "c", "p", "s"}});
  order.questions.push_back({2, ring::kNobody, false, WallTime(),
                             ring::Work{{ring::Role::plugin, 1, "n", "p", "s"}, "job", Table{}}});
  const auto bytes = encode(order);
  const auto again = ring::decode_work_order(bytes);
  REQUIRE(again);
  CHECK(again->memory == order.memory);
  CHECK(again->open_libraries);
  REQUIRE(again->questions.size() == 2);
  CHECK(std::get<ring::Work>(again->questions[1].task).name == "job");
  for (size_t size = 0; size < 9; ++size)
    CHECK_FALSE(ring::decode_work_order(bytes.substr(0, size)));
  CHECK_FALSE(ring::decode_work_order(bytes.substr(0, bytes.size() - 1)));
}
