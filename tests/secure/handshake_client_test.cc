#include "secure/handshake_client.h"

#include <doctest/doctest.h>

#include "guest.h"

using namespace moonroom;
using namespace moonroom::secure;

namespace {

Fate never(Way, size_t) {
  return {};
}

std::string problem_of(Meeting& meeting) {
  meeting.run();
  REQUIRE(!meeting.welcome);
  return meeting.problem.value_or("");
}

Duration passed(const Meeting& meeting) {
  return meeting.now.steady.time_since_epoch();
}

}  // namespace

TEST_CASE("a host that is silent is told from one that is slow") {
  Meeting deaf(never, 5s);
  CHECK(problem_of(deaf) == "192.0.2.1:8888 does not answer");
  CHECK(passed(deaf) == 5s);
  Meeting dumb(
      [](Way way, size_t index) { return Fate(way == Way::up || index == 0 ? 1 : 0, 20ms); });
  CHECK(problem_of(dumb) == "192.0.2.1:8888 answers too slowly to agree on keys");
  CHECK(passed(dumb) == 30s);
}

TEST_CASE("a handshake that stops is begun anew, soon, and then later and later") {
  const auto after = [](size_t lost_words) {
    // The second datagram of the first handshake, and repeats of it.
    Meeting meeting([=](Way way, size_t index) {
      return way == Way::down && index >= 1 && index <= lost_words ? Fate{} : Fate{20ms};
    });
    meeting.run();
    CHECK(meeting.welcome);
    return passed(meeting);
  };
  CHECK(after(2) < 2500ms);
  CHECK(after(3) == 2500ms + 140ms);
  CHECK(after(7) < 7500ms + 1s);
}

TEST_CASE("a host that refuses is asked again each second, and quoted in the end") {
  HandshakeServer handshake_server(some_identity());
  Guest guest(handshake_server, "198.51.100.7:4000");
  const std::string refusal("\x15\xfe\xfd\0\0\0\0\0\0\0\0\0\x02\x02\x28", 15);
  guest.hello();
  for (int second = 0; second < 30; ++second) {
    CHECK(guest.hear(refusal).empty());
    CHECK(guest.greeting.next_due() == guest.now.steady + 1s);
    guest.now = guest.now + 1s;
    wire::Outbox out;
    const auto outcome = guest.greeting.tick(guest.now, out);
    REQUIRE(outcome.has_value() == (second == 29));
    CHECK(out.empty() == outcome.has_value());
    if (outcome)
      CHECK(outcome->error().what ==
            "no keys could be agreed on with 192.0.2.1:8888: the other side gave up: Handshake "
            "failed");
  }
}

TEST_CASE("each thing that a client says is said again 200 ms later, then more rarely") {
  HandshakeServer handshake_server(some_identity());
  Guest guest(handshake_server, "198.51.100.7:4000");
  const auto challenge = guest.say(guest.hello()).at(0);
  CHECK(guest.greeting.next_due() == guest.now.steady + 200ms);
  guest.now = guest.now + 150ms;
  const auto hello = guest.hear(challenge);
  CHECK(guest.greeting.next_due() == guest.now.steady + 200ms);
  guest.now = guest.now + 200ms;
  wire::Outbox out;
  guest.greeting.tick(guest.now, out);
  CHECK(words_in(out).at(0).substr(13) == hello.at(0).substr(13));
  CHECK(guest.greeting.next_due() == guest.now.steady + 400ms);
}

TEST_CASE("any bytes may come while a client shakes hands") {
  HandshakeServer handshake_server(some_identity());
  std::mt19937 dice(11);
  for (int i = 0; i < 300; ++i) {
    Guest guest(handshake_server, "10.0.0.7:" + std::to_string(4000 + i));
    auto flight = guest.say(guest.hello_with_cookie()).at(0);
    for (auto changes = 1 + dice() % 3; changes > 0; --changes)
      flight[dice() % flight.size()] = static_cast<char>(dice() % 256);
    // In any case the client accepts only the host's key.
    const auto answer = guest.hear(flight);
    if (!answer.empty()) guest.say(answer[0]);
    CHECK(!guest.welcome);
  }
}
