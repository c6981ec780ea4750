#include "session/session_server.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <array>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "secure/handshake_client.h"
#include "session/packet_flush.h"

namespace moonroom::session {
namespace {

using namespace std::chrono_literals;

const wire::Endpoint kHost{wire::v4_address({192, 0, 2, 1}), 8888, 0, {}};

// A host for handshakes, which run one flight after another.
struct Door {
  secure::Identity identity = secure::Identity::ephemeral();
  SessionLimits limits{100, {8, 16, 64}};
  SessionServer sessions{identity, limits,
                         [this](wire::SessionId id) { return members.contains(id); }};
  std::set<wire::SessionId> members;
  Moment now{SteadyTime(std::chrono::hours(1)), {}};

  // Sends datagrams, possibly several times, as a client without an answer does.
  void say(const wire::Outbox& out, const wire::Endpoint& from, int times = 1) {
    wire::Outbox none;
    for (int time = 0; time < times; ++time)
      for (const auto& delivery : out.deliveries())
        sessions.receive({from, out.bytes(delivery)}, now, none, [](const wire::Datagram&) {});
  }
};

struct Comer {
  wire::Endpoint at;
  secure::HandshakeClient greeting;
  wire::Outbox said;

  std::optional<secure::Keys> keys;
  link::Link link;

  Comer(uint16_t port, Moment now) : Comer({wire::v4_address({10, 0, 0, 1}), port, 0, {}}, now) {}
  Comer(const wire::Endpoint& from, Moment now) : at(from), greeting(kHost, now) {
    greeting.tick(now, said);
  }
  wire::SessionId session() const { return keys->session(); }
  // Answers the guest's datagrams.
  void hear(const wire::Outbox& out, Moment now) {
    wire::Outbox answer;
    for (const auto& delivery : out.deliveries())
      if (delivery.to == at)
        if (auto outcome = greeting.receive(out.bytes(delivery), now, answer); outcome && *outcome)
          keys.emplace(std::move((*outcome)->keys));
    said = std::move(answer);
  }
  // Completes a handshake, and nothing more.
  void come(Door& door) {
    for (int flight = 0; flight < 3 && !keys; ++flight) {
      wire::Outbox answers;
      for (const auto& delivery : said.deliveries())
        door.sessions.receive({at, said.bytes(delivery)}, door.now, answers, {});
      door.sessions.flush(answers, door.now);
      hear(answers, door.now);
    }
    REQUIRE(keys);
  }
  // Sends a sealed message.
  void say(Door& door, std::string_view words) {
    link.send(link::SharedBuffer(std::string(words)));
    wire::Outbox out;
    flush_packets(link, *keys, kHost, door.now.steady, out);
    door.say(out, at);
  }
};

}  // namespace

TEST_CASE("repeated datagrams that wait take no other client's turn") {
  Door door;
  std::vector<Comer> comers;
  for (uint16_t port = 1; port <= 8; ++port) comers.emplace_back(port, door.now);
  // A cookie for each; then a hello with it, which is queued; then the keys, which are queued, too.
  wire::Outbox cookies;
  for (const auto& comer : comers)
    for (const auto& delivery : comer.said.deliveries())
      door.sessions.receive({comer.at, comer.said.bytes(delivery)}, door.now, cookies, {});
  for (auto& comer : comers) comer.hear(cookies, door.now);
  for (int flight = 0; flight < 2; ++flight) {
    for (auto& comer : comers) door.say(comer.said, comer.at, 5);
    wire::Outbox answers;
    door.sessions.flush(answers, door.now);
    for (auto& comer : comers) comer.hear(answers, door.now);
  }
  CHECK(door.sessions.stats().handshakes == 8);
}

namespace {

wire::Endpoint endpoint(std::string_view text) {
  return *wire::parse_endpoint(text);
}

}  // namespace

TEST_CASE("sessions without a member are limited by source, by network and in all") {
  struct Row {
    const char* flood;
    size_t kept;
  };
  const Row rows[] = {{"198.51.100.7:{}", 8},
                      {"198.51.100.{}:9", 16},
                      {"[2001:db8:1:1::{:x}]:9", 8},
                      {"[2001:db8:1:{:x}::1]:9", 16},
                      // Each from another network: the limit for all.
                      {"[2001:db8:{:x}::1]:9", 62},
                      // Our own network, too.
                      {"10.0.0.7:{}", 62}};
  for (const auto& row : rows) {
    CAPTURE(row.flood);
    Door door;
    Comer member(endpoint("203.0.113.1:9"), door.now);
    member.come(door);
    door.members.insert(member.session());
    Comer newcomer(endpoint("203.0.114.1:9"), door.now);
    newcomer.come(door);
    for (int i = 1; i <= 70; ++i)
      Comer(endpoint(fmt::format(fmt::runtime(row.flood), i)), door.now).come(door);
    CHECK(door.sessions.stats().evicted_newcomers >= 70 - row.kept - 1);
    CHECK(door.sessions.table().size() <= row.kept + 3);
    Comer last(endpoint("203.0.115.1:9"), door.now);
    last.come(door);
    // Each of them is still known: the host sends no hint.
    for (auto* comer : {&member, &last}) comer->say(door, "Q");
    CHECK(door.sessions.stats().unknown == 0);
  }
}

TEST_CASE("a session without a member ends after 30 s, whatever is said in it") {
  Door door;
  Comer member(1, door.now);
  Comer chatterer(2, door.now);
  member.come(door);
  chatterer.come(door);
  door.members.insert(member.session());
  for (int second = 0; second < 40; ++second) {
    door.now = door.now + 1s;
    member.say(door, "nonsense");
    chatterer.say(door, "nonsense");
    wire::Outbox out;
    door.sessions.flush(out, door.now);
    CHECK(door.sessions.table().size() == (second < 29 ? 2 : 1));
  }
  CHECK(door.sessions.stats().expired_newcomers == 1);
  // Without its member it is a newcomer's again.
  door.members.clear();
  for (int second = 0; second < 80; ++second) {
    door.now = door.now + 1s;
    member.say(door, "nonsense");
    wire::Outbox out;
    door.sessions.flush(out, door.now);
  }
  CHECK(door.sessions.table().size() == 0);
}

TEST_CASE("whose session is thrown out is told so") {
  Door door;
  std::vector<std::unique_ptr<Comer>> flood;
  for (uint16_t port = 1; port <= 9; ++port) {
    flood.push_back(std::make_unique<Comer>(
        wire::Endpoint{wire::v4_address({198, 51, 100, 7}), port, 0, {}}, door.now));
    wire::Outbox out;
    if (port < 9) {
      flood.back()->come(door);
      continue;
    }
    // The last step of the ninth handshake evicts the first.
    auto& ninth = *flood.back();
    for (int flight = 0; flight < 3; ++flight) {
      out.clear();
      for (const auto& delivery : ninth.said.deliveries())
        door.sessions.receive({ninth.at, ninth.said.bytes(delivery)}, door.now, out, {});
      door.sessions.flush(out, door.now);
      ninth.hear(out, door.now);
    }
    size_t told = 0;
    for (const auto& delivery : out.deliveries()) {
      if (!(delivery.to == flood.front()->at)) continue;
      std::array<char, wire::kMaxPacket> frames{};
      const auto opened = flood.front()->keys->open(out.bytes(delivery), frames);
      REQUIRE(opened);
      flood.front()->link.receive(*opened, door.now.steady, [](std::string_view) {});
      CHECK(flood.front()->link.peer_close_reason() == link::CloseReason::crowded);
      ++told;
    }
    CHECK(told == 1);
  }
}

}  // namespace moonroom::session
