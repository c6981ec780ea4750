#include "base/token_bucket.h"

#include <doctest/doctest.h>

using namespace moonroom;
using namespace moonroom;
using namespace std::chrono_literals;

TEST_CASE("a burst passes, then one for each that flows in") {
  TokenBucket bucket;
  const Rate rate{10, 3};
  SteadyTime now{};
  for (int i = 0; i < 3; ++i) CHECK(bucket.try_acquire(rate, now) == Pass::yes);
  CHECK(bucket.try_acquire(rate, now) == Pass::no_and_say_so);
  CHECK(bucket.try_acquire(rate, now) == Pass::no);
  now += 100ms;
  CHECK(bucket.try_acquire(rate, now) == Pass::yes);
  CHECK(bucket.try_acquire(rate, now) == Pass::no);
}

TEST_CASE("after a rest it is said again") {
  TokenBucket bucket;
  const Rate rate{10, 3};
  SteadyTime now{};
  while (bucket.try_acquire(rate, now) == Pass::yes) {
  }
  now += 10s;
  while (bucket.try_acquire(rate, now) == Pass::yes) {
  }
  now += 1ns;
  CHECK(bucket.try_acquire(rate, now) == Pass::no);
  now += 10s;
  CHECK(bucket.try_acquire(rate, now) == Pass::yes);
}

TEST_CASE("each source has a bucket of its own") {
  RateLimit<int> limit(Rate{1, 1});
  CHECK(limit.try_acquire(1, {}) == Pass::yes);
  CHECK(limit.try_acquire(1, {}) == Pass::no_and_say_so);
  CHECK(limit.try_acquire(2, {}) == Pass::yes);
}

TEST_CASE("a flood of sources costs bounded memory and does not lock out the old ones") {
  RateLimit<int> limit(Rate{1, 2});
  SteadyTime now{};
  CHECK(limit.try_acquire(-1, now) == Pass::yes);
  int passed = 0;
  for (int i = 0; i < 200000; ++i) passed += limit.try_acquire(i, now) == Pass::yes ? 1 : 0;
  CHECK(passed < 65600);
  CHECK(limit.try_acquire(-1, now) == Pass::yes);
  now += 10s;
  CHECK(limit.try_acquire(300000, now) == Pass::yes);
}
