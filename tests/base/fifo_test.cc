#include "base/fifo.h"

#include <doctest/doctest.h>

#include <deque>
#include <memory>
#include <random>
#include <string>
#include <vector>

using moonroom::Fifo;

TEST_CASE("elements come out in order, however the queue grows and wraps") {
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

TEST_CASE("a removed element is destroyed at once") {
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
  fifo.trim_memory();
  CHECK(fifo.capacity() <= 4);
  fifo.push_back(7);
  CHECK(fifo.front() == 7);
}

TEST_CASE("an element left in its slot is overwritten in its own memory") {
  Fifo<std::string> fifo;
  fifo.next_slot() = std::string(100, 'a');
  const auto* memory = fifo.front().data();
  for (int round = 0; round < 2; ++round) {
    fifo.leave_front();
    CHECK(fifo.empty());
    // The slots are reused in turn.
    for (size_t others = 1; others < fifo.capacity(); ++others) {
      fifo.next_slot() = "b";
      fifo.leave_front();
    }
    fifo.next_slot().assign(90, 'c');
    CHECK(fifo.back() == std::string(90, 'c'));
    CHECK(fifo.back().data() == memory);
  }
}

TEST_CASE("it is walked through from the first to the last") {
  Fifo<int> fifo;
  for (int i = 0; i < 6; ++i) fifo.push_back(i);
  fifo.pop_front();
  fifo.pop_front();
  for (int i = 6; i < 9; ++i) fifo.push_back(i);
  std::vector<int> seen;
  for (const int i : fifo) seen.push_back(i);
  CHECK(seen == std::vector<int>{2, 3, 4, 5, 6, 7, 8});
}
