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

// A host whose handshakes run one flight after another.
struct ServerFixture {
  secure::Identity identity = secure::Identity::ephemeral();
  SessionLimits limits{100, {8, 16, 64}};
  SessionServer sessions{identity, limits,
                         [this](wire::SessionId id) { return members.contains(id); }};
  std::set<wire::SessionId> members;
  Moment now{SteadyTime(std::chrono::hours(1)), {}};

  // Sends datagrams, possibly several times, as a client without an answer does.
  void send(const wire::Outbox& out, const wire::Endpoint& from, int times = 1) {
    wire::Outbox none;
    for (int time = 0; time < times; ++time)
      for (const auto& delivery : out.deliveries())
        sessions.receive({from, out.bytes(delivery)}, now, none, [](const wire::Datagram&) {});
  }
};

struct Newcomer {
  wire::Endpoint at;
  secure::HandshakeClient handshake;
  wire::Outbox output;

  std::optional<secure::Keys> keys;
  link::Link link;

  Newcomer(uint16_t port, Moment now)
      : Newcomer({wire::v4_address({10, 0, 0, 1}), port, 0, {}}, now) {}
  Newcomer(const wire::Endpoint& from, Moment now) : at(from), handshake(kHost, now) {
    handshake.tick(now, output);
  }
  wire::SessionId session() const { return keys->session(); }
  // Handles the host's datagrams; the answers are the next output.
  void receive(const wire::Outbox& out, Moment now) {
    wire::Outbox answer;
    for (const auto& delivery : out.deliveries())
      if (delivery.to == at)
        if (auto outcome = handshake.receive(out.bytes(delivery), now, answer); outcome && *outcome)
          keys.emplace(std::move((*outcome)->keys));
    output = std::move(answer);
  }
  // Completes a handshake, and nothing more.
  void connect(ServerFixture& host) {
    for (int flight = 0; flight < 3 && !keys; ++flight) {
      wire::Outbox answers;
      for (const auto& delivery : output.deliveries())
        host.sessions.receive({at, output.bytes(delivery)}, host.now, answers, {});
      host.sessions.flush(answers, host.now);
      receive(answers, host.now);
    }
    REQUIRE(keys);
  }
  // Sends a sealed message.
  void say(ServerFixture& host, std::string_view text) {
    link.send(link::SharedBuffer(std::string(text)));
    wire::Outbox out;
    flush_packets(link, *keys, kHost, host.now.steady, out);
    host.send(out, at);
  }
};

}  // namespace

TEST_CASE("repeated datagrams that wait take no other client's turn") {
  ServerFixture host;
  std::vector<Newcomer> newcomers;
  for (uint16_t port = 1; port <= 8; ++port) newcomers.emplace_back(port, host.now);
  // A cookie for each; then a hello with it, which is queued; then the keys, which are queued, too.
  wire::Outbox cookies;
  for (const auto& newcomer : newcomers)
    for (const auto& delivery : newcomer.output.deliveries())
      host.sessions.receive({newcomer.at, newcomer.output.bytes(delivery)}, host.now, cookies, {});
  for (auto& newcomer : newcomers) newcomer.receive(cookies, host.now);
  for (int flight = 0; flight < 2; ++flight) {
    for (auto& newcomer : newcomers) host.send(newcomer.output, newcomer.at, 5);
    wire::Outbox answers;
    host.sessions.flush(answers, host.now);
    for (auto& newcomer : newcomers) newcomer.receive(answers, host.now);
  }
  CHECK(host.sessions.stats().handshakes == 8);
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
    ServerFixture host;
    Newcomer member(endpoint("203.0.113.1:9"), host.now);
    member.connect(host);
    host.members.insert(member.session());
    Newcomer newcomer(endpoint("203.0.114.1:9"), host.now);
    newcomer.connect(host);
    for (int i = 1; i <= 70; ++i)
      Newcomer(endpoint(fmt::format(fmt::runtime(row.flood), i)), host.now).connect(host);
    CHECK(host.sessions.stats().evicted_newcomers >= 70 - row.kept - 1);
    CHECK(host.sessions.table().size() <= row.kept + 3);
    Newcomer last(endpoint("203.0.115.1:9"), host.now);
    last.connect(host);
    // Each of them is still known: the host sends no hint.
    for (auto* each : {&member, &last}) each->say(host, "Q");
    CHECK(host.sessions.stats().unknown == 0);
  }
}

TEST_CASE("a session without a member ends after 30 s, even if messages arrive") {
  ServerFixture host;
  Newcomer member(1, host.now);
  Newcomer talker(2, host.now);
  member.connect(host);
  talker.connect(host);
  host.members.insert(member.session());
  for (int second = 0; second < 40; ++second) {
    host.now = host.now + 1s;
    member.say(host, "nonsense");
    talker.say(host, "nonsense");
    wire::Outbox out;
    host.sessions.flush(out, host.now);
    CHECK(host.sessions.table().size() == (second < 29 ? 2 : 1));
  }
  CHECK(host.sessions.stats().expired_newcomers == 1);
  // Without its member it is a newcomer's again.
  host.members.clear();
  for (int second = 0; second < 80; ++second) {
    host.now = host.now + 1s;
    member.say(host, "nonsense");
    wire::Outbox out;
    host.sessions.flush(out, host.now);
  }
  CHECK(host.sessions.table().size() == 0);
}

TEST_CASE("an evicted newcomer gets a close that says so") {
  ServerFixture host;
  std::vector<std::unique_ptr<Newcomer>> flood;
  for (uint16_t port = 1; port <= 9; ++port) {
    flood.push_back(std::make_unique<Newcomer>(
        wire::Endpoint{wire::v4_address({198, 51, 100, 7}), port, 0, {}}, host.now));
    wire::Outbox out;
    if (port < 9) {
      flood.back()->connect(host);
      continue;
    }
    // The last step of the ninth handshake evicts the first.
    auto& ninth = *flood.back();
    for (int flight = 0; flight < 3; ++flight) {
      out.clear();
      for (const auto& delivery : ninth.output.deliveries())
        host.sessions.receive({ninth.at, ninth.output.bytes(delivery)}, host.now, out, {});
      host.sessions.flush(out, host.now);
      ninth.receive(out, host.now);
    }
    size_t told = 0;
    for (const auto& delivery : out.deliveries()) {
      if (!(delivery.to == flood.front()->at)) continue;
      std::array<char, wire::kMaxPacket> frames{};
      const auto opened = flood.front()->keys->open(out.bytes(delivery), frames);
      REQUIRE(opened);
      flood.front()->link.receive(*opened, host.now.steady, [](std::string_view) {});
      CHECK(flood.front()->link.peer_close_reason() == link::CloseReason::crowded);
      ++told;
    }
    CHECK(told == 1);
  }
}

}  // namespace moonroom::session
