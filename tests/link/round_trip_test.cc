#include "link/round_trip.h"

#include <doctest/doctest.h>

#include "link/timing.h"

using namespace moonroom;
using namespace moonroom::link;
using namespace std::chrono_literals;

TEST_CASE("before the first answer a quarter of a second is waited, about") {
  const RoundTrip round_trip;
  CHECK(round_trip.timeout() > 240ms);
  CHECK(round_trip.timeout() < 260ms);
}

TEST_CASE("on a steady path the timeout converges to the round trip plus the delay of an answer") {
  RoundTrip round_trip;
  for (int i = 0; i < 50; ++i) round_trip.sample(40ms);
  CHECK(round_trip.smoothed() == 40ms);
  CHECK(round_trip.timeout() > 40ms + kQuickAck);
  CHECK(round_trip.timeout() < 50ms + kQuickAck);
}

TEST_CASE("on an unsteady path the timeout is beyond the longest answer") {
  RoundTrip round_trip;
  for (int i = 0; i < 50; ++i) round_trip.sample(i % 2 == 0 ? 20ms : 120ms);
  CHECK(round_trip.timeout() > 120ms);
  CHECK(round_trip.least() == 20ms);
}

TEST_CASE(
    "a packet is late an eighth beyond the round trip, and never before the clocks can tell") {
  RoundTrip round_trip;
  round_trip.sample(80ms);
  CHECK(round_trip.reordering() == 90ms);
  RoundTrip near;
  near.sample(1us);
  CHECK(near.reordering() >= 1ms);
}

TEST_CASE("a process that slept for a minute does not make the link wait for minutes") {
  RoundTrip round_trip;
  round_trip.sample(20ms);
  round_trip.sample(60s);
  CHECK(round_trip.timeout() < 5s);
}
