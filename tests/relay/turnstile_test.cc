#include "relay/turnstile.h"

#include <doctest/doctest.h>

#include "support/table.h"

using namespace moonroom;
using relay::Turnstile;

namespace {

size_t let_through(Turnstile& turnstile, size_t datagrams) {
  size_t events = 0;
  while (turnstile.next(datagrams)) ++events;
  return events;
}

}  // namespace

TEST_CASE("the more there are who are told, the fewer come or go at once, but one always does") {
  for (const auto& [told, at_once] :
       {std::pair<size_t, size_t>{0, 4096}, {10, 409}, {1000, 4}, {100'000, 1}}) {
    Turnstile turnstile;
    for (uint64_t who = 1; who <= 10'000; ++who) turnstile.wait(room::Leaving{who});
    CHECK(let_through(turnstile, told) == at_once);
    CHECK_FALSE(turnstile.empty());
  }
}

TEST_CASE("whoever has been judged makes room for the next one, first come, first served") {
  Turnstile turnstile;
  for (const uint64_t who : {1u, 2u, 3u}) turnstile.wait(room::Leaving{who});
  for (const uint64_t who : {1u, 2u, 3u}) {
    const auto event = turnstile.next(10'000);
    REQUIRE(event);
    CHECK(std::get<room::Leaving>(*event).who == who);
    CHECK_FALSE(turnstile.next(10'000));
    turnstile.judged();
  }
  CHECK(turnstile.empty());
}

TEST_CASE("nobody waits once it is open") {
  Turnstile turnstile;
  for (const uint64_t who : {1u, 2u, 3u}) turnstile.wait(room::Leaving{who});
  CHECK(let_through(turnstile, 10'000) == 1);
  turnstile.open();
  CHECK(let_through(turnstile, 10'000) == 2);
}

TEST_CASE_FIXTURE(support::Table, "where notices share datagrams, more come in at once") {
  for (uint64_t who = 1; who <= 90; ++who) tell_host(who, "L m" + std::to_string(who));
  judge.asleep = true;
  for (uint64_t who = 91; who <= 190; ++who) tell_host(who, "L m" + std::to_string(who));
  CHECK(judge.held.size() == 100);  // By text it would be 45.
}

TEST_CASE_FIXTURE(support::Table, "what is said does not wait behind a crowd that comes in") {
  for (int place = 1; place <= 90; ++place) join(place, "m" + std::to_string(place));
  judge.asleep = true;
  for (int place = 91; place <= 250; ++place) join(place, "m" + std::to_string(place));
  say(1, "hello");
  CHECK(judge.held.size() == 46);  // 4096 deliveries are 45 notices.
  CHECK(std::holds_alternative<room::Saying>(judge.held.back()));
  judge.asleep = false;
  while (!judge.held.empty()) settle();
  CHECK(state.room.present() == 250);
}
