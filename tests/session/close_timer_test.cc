#include "session/close_timer.h"

#include <doctest/doctest.h>

using namespace std::chrono_literals;
using moonroom::SteadyTime;
using moonroom::session::CloseTimer;

namespace {

const SteadyTime kNow(1h);

CloseTimer hurried(moonroom::Duration round_trip = 20ms) {
  CloseTimer goodbye(kNow, round_trip);
  goodbye.hurry();
  return goodbye;
}

}  // namespace

TEST_CASE("a host that answers is waited for, one that does not for a second") {
  auto goodbye = hurried();
  CHECK(goodbye.deadline(false) == kNow + 1s);
  goodbye.on_received(kNow + 700ms);
  CHECK(goodbye.deadline(false) == kNow + 1700ms);
  goodbye.on_received(kNow + 4500ms);
  CHECK(goodbye.deadline(false) == kNow + 5s);
}

TEST_CASE("a slow way takes longer, but not for ever") {
  CHECK(hurried(400ms).deadline(true) == kNow + 1600ms);
  CHECK(hurried(4s).deadline(true) == kNow + 5s);
}

TEST_CASE("at a closed port the client tries once more, and goes on if the host answers") {
  auto goodbye = hurried();
  goodbye.on_refused(kNow + 10ms);
  goodbye.on_refused(kNow + 200ms);
  CHECK(goodbye.deadline(false) == kNow + 310ms);
  CHECK(goodbye.next_probe() < kNow + 310ms);
  goodbye.on_received(kNow + 250ms);
  CHECK(goodbye.deadline(false) == kNow + 1250ms);
}

TEST_CASE("in a hurry the client probes four times a second") {
  auto goodbye = hurried();
  CHECK(goodbye.next_probe() == kNow + 250ms);
  goodbye.on_probe_sent(kNow + 250ms);
  CHECK(goodbye.next_probe() == kNow + 500ms);
  goodbye.on_received(kNow + 400ms);
  CHECK(goodbye.next_probe() == kNow + 650ms);
}

TEST_CASE("without haste the client waits for its lines, and does not probe") {
  CloseTimer goodbye(kNow, 20ms);
  goodbye.on_refused(kNow);
  CHECK(goodbye.deadline(true) == kNow + 5s);
  CHECK(goodbye.deadline(false) == kNow + 30s);
  CHECK(goodbye.next_probe() == SteadyTime::max());
}
