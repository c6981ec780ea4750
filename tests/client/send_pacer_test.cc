#include "client/send_pacer.h"

#include <doctest/doctest.h>

using moonroom::Duration;
using moonroom::SteadyTime;
using moonroom::client::SendPacer;
using namespace std::chrono_literals;

namespace {

// A host's token bucket: a line that arrives when it is empty waits there, or is lost.
int most_waiting_at(double rate, double burst, SendPacer pace, int lines) {
  auto now = SteadyTime(1h);
  double tokens = burst;
  auto filled = now;
  double waiting = 0;
  double most = 0;
  for (int line = 0; line < lines; ++line) {
    now += pace.delay(now);
    pace.on_sent(now);
    tokens = std::min(burst, tokens + std::chrono::duration<double>(now - filled).count() * rate);
    filled = now;
    waiting = std::max(0.0, waiting + 1 - std::max(0.0, tokens));
    tokens = std::max(0.0, tokens - 1);
    most = std::max(most, waiting);
  }
  return static_cast<int>(most);
}

SendPacer pace_for(uint64_t rate, uint64_t burst) {
  SendPacer pace;
  pace.set_limits(rate, burst);
  return pace;
}

}  // namespace

TEST_CASE("the pace keeps to the host's limits, so that no line waits there") {
  CHECK(most_waiting_at(20, 40, SendPacer(), 400) == 0);
  CHECK(most_waiting_at(20, 40, pace_for(20'000, 40), 400) == 0);
  CHECK(most_waiting_at(5, 10, pace_for(5'000, 10), 400) == 0);
  // With a burst of one, the next line can be a moment early.
  CHECK(most_waiting_at(0.5, 1, pace_for(500, 1), 100) <= 1);
  CHECK(most_waiting_at(1000, 1, pace_for(1'000'000, 1), 400) <= 1);
  // The pace before the limit is known.
  CHECK(most_waiting_at(5, 10, SendPacer(), 400) > 256);
}

TEST_CASE("thirty lines are sent at once, further ones in steps") {
  SendPacer pace;
  const SteadyTime now{1h};
  int at_once = 0;
  while (pace.delay(now) == Duration{}) {
    pace.on_sent(now);
    ++at_once;
  }
  CHECK(at_once == 31);
  CHECK(pace.delay(now + 60ms) == Duration{});
}

TEST_CASE("a host without a limit is sent lines as they come") {
  auto pace = pace_for(0, 0);
  auto now = SteadyTime(1h);
  for (int line = 0; line < 10'000; ++line) {
    REQUIRE(pace.delay(now) == Duration::zero());
    pace.on_sent(now);
  }
}
