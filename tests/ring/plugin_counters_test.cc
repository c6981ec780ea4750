#include "ring/plugin_counters.h"

#include <doctest/doctest.h>

using namespace moonroom;
using namespace std::chrono_literals;

TEST_CASE("a bucket's limit is never below its values, and at most a fifth above") {
  for (int64_t ns = 1; ns < 12'000'000; ns += ns / 16 + 1) {
    CAPTURE(ns);
    const auto limit = ring::bucket_limit(ring::time_bucket(std::chrono::nanoseconds(ns))).count();
    CHECK(limit > ns);
    if (ns >= 256) CHECK(static_cast<double>(limit) <= static_cast<double>(ns) * 1.26);
  }
  CHECK(ring::time_bucket(1h) == ring::kTimeBuckets - 1);
  CHECK(ring::time_bucket(-1ns) == 0);
}

TEST_CASE("calls are counted, with their times and the latest memory") {
  ring::PluginCounterSlot use;
  for (int i = 0; i < 98; ++i) use.note_call(1us, 1000);
  for (int i = 0; i < 2; ++i) use.note_call(100us, 2000);
  const auto count = ring::read(use);
  CHECK(count.calls == 100);
  CHECK(count.memory == 2000);
  CHECK(count.longest == 100us);
  CHECK(count.percentile(0.5) >= 1us);
  CHECK(count.percentile(0.5) < 1300ns);
  CHECK(count.percentile(0.99) == 100us);
  CHECK(ring::PluginCounters().percentile(0.5) == 0ns);
}

TEST_CASE("the counters of several workers add up") {
  ring::PluginCounterSlot first;
  ring::PluginCounterSlot second;
  first.note_call(5us, 1000);
  second.note_call(2us, 500);
  auto both = ring::read(first);
  both += ring::read(second);
  CHECK(both.calls == 2);
  CHECK(both.longest == 5us);
  CHECK(both.memory == 500);
}
