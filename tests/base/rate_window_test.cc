#include "base/rate_window.h"

#include <doctest/doctest.h>

using namespace moonroom;
using namespace std::chrono_literals;

TEST_CASE(
    "a limited number a second, first come first served, and the same number in the next second") {
  RateWindow ration(2);
  for (const SteadyTime start : {SteadyTime(), SteadyTime(1h), SteadyTime(1h + 1s)}) {
    CHECK(ration.try_acquire(start));
    CHECK(ration.try_acquire(start + 500ms));
    CHECK_FALSE(ration.try_acquire(start + 999ms));
  }
}

TEST_CASE("the unused budget of a second is not saved") {
  RateWindow ration(2);
  CHECK(ration.try_acquire(SteadyTime(1h)));
  for (int i = 0; i < 2; ++i) CHECK(ration.try_acquire(SteadyTime(2h)));
  CHECK_FALSE(ration.try_acquire(SteadyTime(2h)));
}
