#include "ring/filter_log.h"

#include <doctest/doctest.h>

using namespace moonroom;

namespace {

std::vector<ring::FilterEffect> refused() {
  return {{3, ring::FilterEffect::Kind::refused, "no"}};
}

}  // namespace

TEST_CASE("the effects on a message are found by its number") {
  ring::FilterLog filter_log;
  filter_log.add({1, "darn", 7}, "ada", refused());
  filter_log.add({1, "fine", 8}, "ada", {});
  filter_log.add({2, "damn", 9}, "bob", refused());
  REQUIRE(filter_log.find(7));
  CHECK(filter_log.find(7)->name == "ada");
  CHECK(filter_log.find(7)->text == "darn");
  CHECK(filter_log.find(7)->effects.front().plugin == 3);
  CHECK_FALSE(filter_log.find(8));
  CHECK(filter_log.find(9)->name == "bob");
  CHECK_FALSE(filter_log.find(10));
}

TEST_CASE("old cases make room for new ones") {
  ring::FilterLog filter_log;
  for (uint64_t number = 1; number <= 1500; ++number)
    filter_log.add({1, "x", number}, "ada", refused());
  CHECK(filter_log.entries().size() == 1000);
  CHECK_FALSE(filter_log.find(500));
  CHECK(filter_log.find(501));
}
