#include "relay/line_numbers.h"

#include <doctest/doctest.h>

using moonroom::relay::LineNumbers;

TEST_CASE("in a quiet room a line has the next number") {
  LineNumbers numbers;
  CHECK(numbers.next(0) == 1);
  numbers.submitted();
  numbers.applied();
  CHECK(numbers.next(1) == 2);
  numbers.submitted();
  numbers.applied();
  // A plugin has posted two more entries.
  CHECK(numbers.next(4) == 5);
}

TEST_CASE("pending events can still post before a line") {
  LineNumbers numbers;
  const auto first = numbers.next(10);
  numbers.submitted();
  const auto second = numbers.next(10);
  CHECK(first == 11);
  CHECK(second > first + 10);
  numbers.submitted();
  numbers.submitted();
  CHECK(numbers.next(10) > second + 20);
}

TEST_CASE("numbers only grow") {
  LineNumbers numbers;
  uint64_t before = 0;
  for (int i = 0; i < 100; ++i) {
    const auto number = numbers.next(i % 7 == 0 ? before + 3 : before);
    CHECK(number > before);
    before = number;
    numbers.submitted();
    if (i % 2 == 0) numbers.applied();
  }
}
