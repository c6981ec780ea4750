#include "admin/trend.h"

#include <doctest/doctest.h>

using namespace std::chrono_literals;
using moonroom::SteadyTime;
using moonroom::admin::sparkline;
using moonroom::admin::Trend;

TEST_CASE("a speed is known when the first step is over") {
  Trend trend;
  const SteadyTime began{1h};
  trend.sample(100, began);
  trend.sample(150, began + 3s);
  CHECK(trend.per_second(12) == 0);
  trend.sample(150, began + 5s);
  CHECK(trend.per_second(12) == doctest::Approx(10));
}

TEST_CASE("growth belongs to the step of the sample before, and later steps are empty") {
  Trend trend;
  const SteadyTime began{1h};
  trend.sample(0, began);
  trend.sample(40, began + 22s);
  CHECK(trend.steps() == std::deque<uint64_t>{40, 0, 0, 0});
  CHECK(trend.per_second(2) == 0);
  CHECK(trend.per_second(4) == doctest::Approx(2));
}

TEST_CASE("after a night of silence there are no more steps than are kept") {
  Trend trend;
  const SteadyTime began{1h};
  trend.sample(0, began);
  trend.sample(7, began + 10h);
  CHECK(trend.steps().size() == Trend::kSteps);
  CHECK(trend.per_second(Trend::kSteps) == 0);
  trend.sample(12, began + 10h + 5s);
  CHECK(trend.per_second(1) == doctest::Approx(1));
}

TEST_CASE("a sparkline shows the latest values beside the highest of them") {
  CHECK(sparkline({}, 5).empty());
  CHECK(sparkline({0, 0}, 5) == "▁▁");
  CHECK(sparkline({9, 0, 1, 4, 8}, 4) == "▁▂▄█");
  CHECK(sparkline({0, 1, 1000}, 9) == "▁▂█");
  CHECK(sparkline({1, 1}, 9) == "▂▂");
}
