#include "session/goodbye.h"

#include <doctest/doctest.h>

using namespace std::chrono_literals;
using moonroom::SteadyTime;
using moonroom::session::Goodbye;

namespace {

const SteadyTime kNow(1h);

Goodbye hurried(moonroom::Duration round_trip = 20ms) {
  Goodbye goodbye(kNow, round_trip);
  goodbye.hurry();
  return goodbye;
}

}  // namespace

TEST_CASE("a host that answers is waited for, one that does not for a second") {
  auto goodbye = hurried();
  CHECK(goodbye.ends_by(false) == kNow + 1s);
  goodbye.heard(kNow + 700ms);
  CHECK(goodbye.ends_by(false) == kNow + 1700ms);
  goodbye.heard(kNow + 4500ms);
  CHECK(goodbye.ends_by(false) == kNow + 5s);
}

TEST_CASE("a slow way takes longer, but not for ever") {
  CHECK(hurried(400ms).ends_by(true) == kNow + 1600ms);
  CHECK(hurried(4s).ends_by(true) == kNow + 5s);
}

TEST_CASE("where nobody listens there is time for one more word, unless somebody does") {
  auto goodbye = hurried();
  goodbye.refused(kNow + 10ms);
  goodbye.refused(kNow + 200ms);
  CHECK(goodbye.ends_by(false) == kNow + 310ms);
  CHECK(goodbye.asks_at() < kNow + 310ms);
  goodbye.heard(kNow + 250ms);
  CHECK(goodbye.ends_by(false) == kNow + 1250ms);
}

TEST_CASE("who is in a hurry asks for a sign of life, four times a second") {
  auto goodbye = hurried();
  CHECK(goodbye.asks_at() == kNow + 250ms);
  goodbye.asked(kNow + 250ms);
  CHECK(goodbye.asks_at() == kNow + 500ms);
  goodbye.heard(kNow + 400ms);
  CHECK(goodbye.asks_at() == kNow + 650ms);
}

TEST_CASE("who has time waits for what he said, and asks nothing") {
  Goodbye goodbye(kNow, 20ms);
  goodbye.refused(kNow);
  CHECK(goodbye.ends_by(true) == kNow + 5s);
  CHECK(goodbye.ends_by(false) == kNow + 30s);
  CHECK(goodbye.asks_at() == SteadyTime::max());
}
