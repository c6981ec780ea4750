#include "session/sessions.h"

#include <doctest/doctest.h>

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "secure/greeting.h"

namespace moonroom::session {
namespace {

const wire::Endpoint kHost{wire::v4_address({192, 0, 2, 1}), 8888, 0, {}};

// A host at whose door people shake hands, one flight after another.
struct Door {
  secure::Identity identity = secure::Identity::ephemeral();
  SessionLimits limits{100, {8, 16, 64}};
  Sessions sessions{identity, limits, [this](wire::SessionId id) { return members.contains(id); }};
  std::set<wire::SessionId> members;
  Moment now{SteadyTime(std::chrono::hours(1)), {}};

  // Said once, or again because nobody answered.
  void say(const wire::Outbox& out, const wire::Endpoint& from, int times = 1) {
    wire::Outbox none;
    for (int time = 0; time < times; ++time)
      for (const auto& delivery : out.deliveries())
        sessions.receive({from, out.bytes(delivery)}, now, none, [](const wire::Datagram&) {});
  }
};

struct Comer {
  wire::Endpoint at;
  secure::Greeting greeting;
  wire::Outbox said;

  Comer(uint16_t port, Moment now)
      : at{wire::v4_address({10, 0, 0, 1}), port, 0, {}}, greeting(kHost, now) {
    greeting.tick(now, said);
  }
  // Answers what there is for him.
  void hear(const wire::Outbox& out, Moment now) {
    wire::Outbox answer;
    for (const auto& delivery : out.deliveries())
      if (delivery.to == at) greeting.receive(out.bytes(delivery), now, answer);
    said = std::move(answer);
  }
};

}  // namespace

TEST_CASE("words that are said again while they wait take nobody's turn") {
  Door door;
  std::vector<Comer> comers;
  for (uint16_t port = 1; port <= 8; ++port) comers.emplace_back(port, door.now);
  // A cookie for each; then a hello with it, which waits; then the keys, which wait, too.
  wire::Outbox cookies;
  for (const auto& comer : comers)
    for (const auto& delivery : comer.said.deliveries())
      door.sessions.receive({comer.at, comer.said.bytes(delivery)}, door.now, cookies, {});
  for (auto& comer : comers) comer.hear(cookies, door.now);
  for (int flight = 0; flight < 2; ++flight) {
    for (auto& comer : comers) door.say(comer.said, comer.at, 5);
    wire::Outbox answers;
    door.sessions.carry(answers, door.now);
    for (auto& comer : comers) comer.hear(answers, door.now);
  }
  CHECK(door.sessions.stats().handshakes == 8);
}

}  // namespace moonroom::session
