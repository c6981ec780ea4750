#include "relay/dynamic_threshold.h"

#include <doctest/doctest.h>

using moonroom::relay::DynamicThreshold;
namespace room = moonroom::room;

namespace {

constexpr moonroom::SteadyTime kNow{};

size_t lines_taken(DynamicThreshold& load, room::MemberId who, size_t listeners) {
  size_t lines = 0;
  for (; load.has_capacity_for(who, listeners); ++lines) load.enqueued(who, kNow);
  return lines;
}

}  // namespace

TEST_CASE("a flooding member gets half of the queue, and the next half of the rest") {
  DynamicThreshold load;
  CHECK(lines_taken(load, 1, 10) == 512);
  CHECK(lines_taken(load, 2, 10) == 256);
  CHECK(load.has_capacity_for(3, 10));
}

TEST_CASE("the more listen, the fewer lines may wait, but never none") {
  DynamicThreshold small;
  DynamicThreshold large;
  DynamicThreshold huge;
  CHECK(lines_taken(small, 1, 10) > lines_taken(large, 1, 1000));
  CHECK(lines_taken(huge, 1, 1'000'000) == 32);
}

TEST_CASE("a judged line frees its place") {
  DynamicThreshold load;
  lines_taken(load, 1, 10);
  CHECK_FALSE(load.has_capacity_for(1, 10));
  load.dequeued(1, kNow);
  CHECK(load.has_capacity_for(1, 10));
}

TEST_CASE("lines of a member who has left are still said") {
  DynamicThreshold load;
  const auto lines = lines_taken(load, 1, 10);
  load.forget(1);
  CHECK(lines_taken(load, 2, 10) < lines);
  for (size_t line = 0; line < lines; ++line) load.dequeued(1, kNow);
  CHECK(load.has_capacity_for(2, 10));
}

TEST_CASE("how long a line has waited is known when it is said") {
  using std::chrono::seconds;
  DynamicThreshold load;
  load.enqueued(1, kNow);
  load.enqueued(2, kNow + seconds(3));
  CHECK(load.dequeued(1, kNow + seconds(4)) == seconds(4));
  CHECK(load.dequeued(2, kNow + seconds(4)) == seconds(1));
}
