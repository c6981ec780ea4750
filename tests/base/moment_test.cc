#include "base/moment.h"

#include <doctest/doctest.h>

using namespace std::chrono_literals;

TEST_CASE("both clocks of a moment move together") {
  const moonroom::Moment start;
  const auto later = start + 1500ms;
  CHECK(later.steady - start.steady == 1500ms);
  CHECK(later.wall - start.wall == 1500ms);
}

TEST_CASE("a step backwards undoes a step forwards") {
  const moonroom::Moment start;
  const auto back = start + 20s + -20s;
  CHECK(back.steady == start.steady);
  CHECK(back.wall == start.wall);
}
