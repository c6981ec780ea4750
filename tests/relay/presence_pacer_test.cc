#include "relay/presence_pacer.h"

#include <doctest/doctest.h>

#include "support/room_fixture.h"

using namespace moonroom;
using relay::PresencePacer;

namespace {

size_t let_through(PresencePacer& pacer, size_t datagrams) {
  size_t events = 0;
  while (pacer.next(datagrams)) ++events;
  return events;
}

}  // namespace

TEST_CASE(
    "the more recipients there are, the fewer joins and leaves are in flight, but at least one") {
  for (const auto& [told, at_once] :
       {std::pair<size_t, size_t>{0, 4096}, {10, 409}, {1000, 4}, {100'000, 1}}) {
    PresencePacer pacer;
    for (uint64_t who = 1; who <= 10'000; ++who) pacer.push(room::LeaveEvent{who});
    CHECK(let_through(pacer, told) == at_once);
    CHECK_FALSE(pacer.empty());
  }
}

TEST_CASE("a verdict makes room for the next event, in order") {
  PresencePacer pacer;
  for (const uint64_t who : {1u, 2u, 3u}) pacer.push(room::LeaveEvent{who});
  for (const uint64_t who : {1u, 2u, 3u}) {
    const auto event = pacer.next(10'000);
    REQUIRE(event);
    CHECK(std::get<room::LeaveEvent>(*event).who == who);
    CHECK_FALSE(pacer.next(10'000));
    pacer.completed();
  }
  CHECK(pacer.empty());
}

TEST_CASE("no event waits after release_all") {
  PresencePacer pacer;
  for (const uint64_t who : {1u, 2u, 3u}) pacer.push(room::LeaveEvent{who});
  CHECK(let_through(pacer, 10'000) == 1);
  pacer.release_all();
  CHECK(let_through(pacer, 10'000) == 2);
}

TEST_CASE_FIXTURE(support::RoomFixture, "where notices share datagrams, more come in at once") {
  for (uint64_t who = 1; who <= 90; ++who) tell_host(who, "L m" + std::to_string(who));
  judge.asleep = true;
  for (uint64_t who = 91; who <= 190; ++who) tell_host(who, "L m" + std::to_string(who));
  CHECK(judge.held.size() == 100);  // By text it would be 45.
}

TEST_CASE_FIXTURE(support::RoomFixture, "lines do not wait behind a crowd of joins") {
  for (int place = 1; place <= 90; ++place) join(place, "m" + std::to_string(place));
  judge.asleep = true;
  for (int place = 91; place <= 250; ++place) join(place, "m" + std::to_string(place));
  say(1, "hello");
  CHECK(judge.held.size() == 46);  // 4096 deliveries are 45 notices.
  CHECK(std::holds_alternative<room::MessageEvent>(judge.held.back()));
  judge.asleep = false;
  while (!judge.held.empty()) settle();
  CHECK(state.room.present() == 250);
}
