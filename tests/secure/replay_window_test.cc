#include "secure/replay_window.h"

#include <doctest/doctest.h>

#include <random>
#include <set>

using moonroom::secure::ReplayWindow;

TEST_CASE("0 is no number") {
  ReplayWindow window;
  CHECK(!window.is_fresh(0));
  CHECK(window.newest() == 0);
  window.mark(3);
  CHECK(!window.is_fresh(0));
}

TEST_CASE("the window ends 1,023 numbers behind the newest") {
  for (const uint64_t newest : {1024UL, 1025UL, 5000UL, 1UL << 40}) {
    ReplayWindow window;
    window.mark(newest);
    CHECK(!window.is_fresh(newest));
    CHECK(window.is_fresh(newest + 1));
    CHECK(window.is_fresh(newest - 1023));
    CHECK(!window.is_fresh(newest - 1024));
  }
}

TEST_CASE("a jump forgets what falls out of the window, and nothing else") {
  for (const uint64_t jump : {1UL, 63UL, 64UL, 1022UL, 1023UL, 1024UL, 1025UL, 4000UL}) {
    CAPTURE(jump);
    ReplayWindow window;
    for (uint64_t number = 1; number <= 2000; ++number) window.mark(number);
    window.mark(2000 + jump);
    CHECK(window.is_fresh(2000) == false);
    for (uint64_t number = 2001; number < 2000 + jump; ++number)
      REQUIRE(window.is_fresh(number) == (2000 + jump - number < 1024));
  }
}

TEST_CASE("the window agrees with a list of all numbers that came") {
  std::mt19937 dice(5);
  ReplayWindow window;
  std::set<uint64_t> seen;
  uint64_t newest = 0;
  for (int i = 0; i < 200'000; ++i) {
    const auto step = static_cast<int64_t>(dice() % 1400) - 1300;
    const auto wanted = static_cast<int64_t>(newest) + step;
    const auto number = static_cast<uint64_t>(wanted < 0 ? 0 : wanted);
    const bool fresh = number != 0 && number + 1024 > newest && !seen.contains(number);
    REQUIRE(window.is_fresh(number) == fresh);
    if (!fresh) continue;
    window.mark(number);
    seen.insert(number);
    newest = std::max(newest, number);
    REQUIRE(window.newest() == newest);
  }
}
