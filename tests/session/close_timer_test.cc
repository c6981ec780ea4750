#include "session/close_timer.h"

#include <doctest/doctest.h>

using namespace std::chrono_literals;
using moonroom::SteadyTime;
using moonroom::session::CloseTimer;

namespace {

const SteadyTime kNow(1h);

CloseTimer hurried(moonroom::Duration round_trip = 20ms) {
  CloseTimer timer(kNow, round_trip);
  timer.hurry();
  return timer;
}

}  // namespace

TEST_CASE("a host that answers is waited for, one that does not for a second") {
  auto timer = hurried();
  CHECK(timer.deadline(false) == kNow + 1s);
  timer.on_received(kNow + 700ms);
  CHECK(timer.deadline(false) == kNow + 1700ms);
  timer.on_received(kNow + 4500ms);
  CHECK(timer.deadline(false) == kNow + 5s);
}

TEST_CASE("a slow way takes longer, but not for ever") {
  CHECK(hurried(400ms).deadline(true) == kNow + 1600ms);
  CHECK(hurried(4s).deadline(true) == kNow + 5s);
}

TEST_CASE("at a closed port the client tries once more, and goes on if the host answers") {
  auto timer = hurried();
  timer.on_refused(kNow + 10ms);
  timer.on_refused(kNow + 200ms);
  CHECK(timer.deadline(false) == kNow + 310ms);
  CHECK(timer.next_probe() < kNow + 310ms);
  timer.on_received(kNow + 250ms);
  CHECK(timer.deadline(false) == kNow + 1250ms);
}

TEST_CASE("in a hurry the client probes four times a second") {
  auto timer = hurried();
  CHECK(timer.next_probe() == kNow + 250ms);
  timer.on_probe_sent(kNow + 250ms);
  CHECK(timer.next_probe() == kNow + 500ms);
  timer.on_received(kNow + 400ms);
  CHECK(timer.next_probe() == kNow + 650ms);
}

TEST_CASE("without haste the client waits for its lines, and does not probe") {
  CloseTimer timer(kNow, 20ms);
  timer.on_refused(kNow);
  CHECK(timer.deadline(true) == kNow + 5s);
  CHECK(timer.deadline(false) == kNow + 30s);
  CHECK(timer.next_probe() == SteadyTime::max());
}
