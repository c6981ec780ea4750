#include "link/path_size.h"

#include <doctest/doctest.h>

using moonroom::SteadyTime;
using moonroom::link::kBaseFrames;
using moonroom::link::PathSize;
using namespace std::chrono_literals;

namespace {

constexpr size_t kWhole = 1167;

// Sends packets of the sizes that PathSize allows, and reports their fate to it.
struct Path {
  PathSize size;
  SteadyTime now{1h};
  uint32_t packet = 0;
  size_t carries = kWhole;

  size_t send() {
    const bool is_probe = size.probes(now);
    const auto frames = size.limit(kWhole, now);
    size.sent(++packet, frames, now);
    if (frames <= carries)
      size.arrived(packet, is_probe);
    else
      size.lost(packet, now);
    return frames;
  }
};

}  // namespace

TEST_CASE("a link begins small, and sends full packets when one has arrived") {
  Path path;
  CHECK(path.send() == kBaseFrames);
  CHECK(path.size.probes(path.now));
  CHECK(path.send() == kWhole);
  CHECK_FALSE(path.size.probes(path.now));
  CHECK(path.send() == kWhole);
  CHECK(path.size.is_full());
}

TEST_CASE("nothing is probed before anything was acknowledged") {
  PathSize size;
  for (uint32_t packet = 1; packet < 5; ++packet) {
    CHECK(size.limit(kWhole, SteadyTime(1h)) == kBaseFrames);
    size.sent(packet, kBaseFrames, SteadyTime(1h));
    size.lost(packet, SteadyTime(1h));
  }
}

TEST_CASE("on a narrow path probes become rare, and nothing else is large") {
  Path path;
  path.carries = kBaseFrames;
  int probes = 0;
  for (int second = 0; second < 3600; ++second) {
    for (int packet = 0; packet < 10; ++packet) probes += path.send() > kBaseFrames ? 1 : 0;
    path.now += 1s;
  }
  CHECK(probes >= 10);
  CHECK(probes <= 16);
}

TEST_CASE(
    "a path that has become narrow is noticed after three losses, and one that widened later") {
  Path path;
  path.send();
  path.send();
  REQUIRE(path.size.is_full());
  path.carries = kBaseFrames;
  for (int loss = 0; loss < 3; ++loss) CHECK(path.send() == kWhole);
  CHECK(path.send() == kBaseFrames);
  path.now += 9s;
  CHECK(path.send() == kBaseFrames);
  path.now += 1s;
  CHECK(path.send() == kWhole);
  CHECK(path.send() == kBaseFrames);
  path.carries = kWhole;
  path.now += 20s;
  CHECK(path.send() == kWhole);
  CHECK(path.size.is_full());
}

TEST_CASE("single losses between full packets that arrive change nothing") {
  Path path;
  path.send();
  path.send();
  for (int round = 0; round < 100; ++round) {
    path.carries = round % 3 == 0 ? kWhole : 0;
    path.send();
  }
  CHECK(path.size.is_full());
}

TEST_CASE("another path is measured anew") {
  Path path;
  path.send();
  path.send();
  path.size.moved();
  CHECK(path.send() == kBaseFrames);
}
