#include "link/fifo.h"

#include <doctest/doctest.h>

#include <deque>
#include <memory>
#include <random>

using moonroom::link::Fifo;

TEST_CASE("what goes in comes out in order, however it grows and wraps") {
  std::mt19937 chance(1);
  Fifo<int> fifo;
  std::deque<int> expected;
  for (int i = 0; i < 10'000; ++i) {
    if (expected.empty() || chance() % 100 < (i < 5000 ? 60U : 40U)) {
      fifo.push_back(i);
      expected.push_back(i);
    } else {
      fifo.pop_front();
      expected.pop_front();
    }
    REQUIRE(fifo.size() == expected.size());
    if (expected.empty()) continue;
    REQUIRE(fifo.front() == expected.front());
    REQUIRE(fifo[fifo.size() / 2] == expected[fifo.size() / 2]);
  }
}

TEST_CASE("what was taken out is let go at once") {
  const auto shared = std::make_shared<int>(1);
  Fifo<std::shared_ptr<int>> fifo;
  fifo.push_back(shared);
  fifo.pop_front();
  CHECK(shared.use_count() == 1);
}

TEST_CASE("one that rests keeps next to no memory, and works again") {
  Fifo<int> fifo;
  for (int i = 0; i < 1000; ++i) fifo.push_back(i);
  while (!fifo.empty()) fifo.pop_front();
  CHECK(fifo.capacity() >= 1000);
  fifo.rest();
  CHECK(fifo.capacity() <= 4);
  fifo.push_back(7);
  CHECK(fifo.front() == 7);
}
