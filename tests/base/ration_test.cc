#include "base/ration.h"

#include <doctest/doctest.h>

using namespace moonroom;
using namespace std::chrono_literals;

TEST_CASE("so many a second, whoever comes first, and in the next second as many again") {
  Ration ration(2);
  for (const SteadyTime start : {SteadyTime(), SteadyTime(1h), SteadyTime(1h + 1s)}) {
    CHECK(ration.take(start));
    CHECK(ration.take(start + 500ms));
    CHECK_FALSE(ration.take(start + 999ms));
  }
}

TEST_CASE("what is left over of a quiet second is not saved") {
  Ration ration(2);
  CHECK(ration.take(SteadyTime(1h)));
  for (int i = 0; i < 2; ++i) CHECK(ration.take(SteadyTime(2h)));
  CHECK_FALSE(ration.take(SteadyTime(2h)));
}
