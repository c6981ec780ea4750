#include "ring/docket.h"

#include <doctest/doctest.h>

using namespace moonroom;

namespace {

std::vector<ring::Mark> refused() {
  return {{3, ring::Mark::Effect::refused, "no"}};
}

}  // namespace

TEST_CASE("what was done to a message is found by its number") {
  ring::Docket docket;
  docket.note({1, "darn", 7}, "ada", refused());
  docket.note({1, "fine", 8}, "ada", {});
  docket.note({2, "damn", 9}, "bob", refused());
  REQUIRE(docket.find(7));
  CHECK(docket.find(7)->name == "ada");
  CHECK(docket.find(7)->text == "darn");
  CHECK(docket.find(7)->marks.front().plugin == 3);
  CHECK_FALSE(docket.find(8));
  CHECK(docket.find(9)->name == "bob");
  CHECK_FALSE(docket.find(10));
}

TEST_CASE("old cases make room for new ones") {
  ring::Docket docket;
  for (uint64_t number = 1; number <= 1500; ++number)
    docket.note({1, "x", number}, "ada", refused());
  CHECK(docket.cases().size() == 1000);
  CHECK_FALSE(docket.find(500));
  CHECK(docket.find(501));
}
