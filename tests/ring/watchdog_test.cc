#include "ring/watchdog.h"

#include <doctest/doctest.h>

using namespace moonroom;
using namespace std::chrono_literals;

namespace {

// A worker with a budget of 50 ms, sampled every 10 ms as its judge does.
struct Watch {
  Watch() { progress.begin(50ms, now); }

  // Samples for `time`, with `cpu_each_look` used before each. Returns the error, or an empty
  // string.
  std::string passes(Duration time, Duration cpu_each_look) {
    for (const auto end = now + time; now < end;) {
      now += ring::kWatchInterval;
      sample.cpu += cpu_each_look;
      if (const auto why = progress.check(sample, now)) return *why;
    }
    return "";
  }

  ring::Watchdog progress;
  ring::WorkerSample sample{0, 0, {}, true};
  SteadyTime now{1h};
};

}  // namespace

TEST_CASE_FIXTURE(Watch, "a worker that uses up its budget in one call is stuck in it") {
  CHECK(passes(40ms, 10ms) == "");
  CHECK(passes(20ms, 10ms) == "made no progress for 50 ms");
}

TEST_CASE_FIXTURE(Watch, "a worker that got no CPU gets longer, but not forever") {
  CHECK(passes(490ms, 0ms) == "");
  CHECK(passes(20ms, 0ms) == "made no progress for 500 ms");
}

TEST_CASE_FIXTURE(Watch, "a worker that gets a little CPU on a busy machine has its whole budget") {
  CHECK(passes(990ms, 500us) == "");
  CHECK(passes(20ms, 500us) == "made no progress for 1000 ms");
}

TEST_CASE_FIXTURE(Watch, "each call has its own budget") {
  for (int i = 0; i < 20; ++i) {
    CHECK(passes(40ms, 10ms) == "");
    ++sample.calls;
  }
}

TEST_CASE_FIXTURE(Watch, "no response may take forever, whatever progress there is") {
  std::string why;
  for (int i = 0; i < 300 && why.empty(); ++i) {
    ++sample.calls;
    why = passes(10ms, 10ms);
  }
  CHECK(why == "made no progress for 2000 ms");
}

TEST_CASE_FIXTURE(Watch, "a worker without pending requests may stand still") {
  sample.has_pending = false;
  CHECK(passes(10s, 0ms) == "");
}

TEST_CASE_FIXTURE(Watch, "time without samples does not count") {
  for (int i = 0; i < 20; ++i) {
    now += 10s;
    CHECK_FALSE(progress.check(sample, now));
  }
}

TEST_CASE_FIXTURE(Watch, "a response is progress") {
  for (int i = 0; i < 200; ++i) {
    CHECK(passes(40ms, 10ms) == "");
    ++sample.answers;
  }
}
