#include "session/session_client.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "session_fixture.h"

namespace moonroom::session {
namespace {

// Checks that each client received all lines of all others, once and in each author's order.
void check_all_received(const std::vector<TestClient*>& clients, int lines) {
  for (const auto* listener : clients) {
    std::map<std::string, int> next;
    uint64_t last = 0;
    for (const auto& heard : listener->received) {
      CHECK(heard.number > last);
      last = heard.number;
      const auto colon = heard.line.find(": ");
      if (colon == std::string::npos) continue;  // A notice.
      const auto author = heard.line.substr(0, colon);
      CHECK(std::stoi(heard.line.substr(colon + 2)) == next[author]++);
    }
    for (const auto* author : clients)
      CHECK_MESSAGE(next[author->name] == (author == listener ? 0 : lines),
                    listener->name << " of " << author->name);
  }
}

struct Conversation {
  SessionFixture fixture;
  std::vector<TestClient*> clients;

  explicit Conversation(NetworkFaults faults, unsigned seed, int size = 5) : fixture(faults, seed) {
    for (int one = 0; one < size; ++one)
      clients.push_back(&fixture.add_client("client" + std::to_string(one)));
    REQUIRE(fixture.run(60s, [&] { return fixture.all_inside(); }));
    fixture.run(2s);
  }
  // All clients send a number at each step, until `lines`; `meanwhile` runs in between.
  void talk(int lines, Duration pause, const std::function<void(int)>& meanwhile = {}) {
    for (int line = 0; line < lines; ++line) {
      for (auto* client : clients) fixture.say(*client, std::to_string(line));
      if (meanwhile) meanwhile(line);
      fixture.run(pause);
    }
    fixture.run(60s);
  }
};

void change_bits(char& byte, uint64_t by) {
  byte = static_cast<char>(static_cast<unsigned char>(byte) ^ by);
}

// How long the client takes to leave.
Duration time_to_leave(SessionFixture& fixture, TestClient& client, SessionClient::Haste haste) {
  const auto began = fixture.now.steady;
  fixture.leave(client, haste);
  CHECK(fixture.run(60s, [&] { return client.ended.has_value(); }));
  return fixture.now.steady - began;
}

}  // namespace

TEST_CASE("a client joins, sends, receives, and leaves") {
  SessionFixture fixture;
  auto& ada = fixture.add_client("ada");
  REQUIRE(fixture.run(5s, [&] { return fixture.all_inside(); }));
  auto& bob = fixture.add_client("bob");
  REQUIRE(fixture.run(5s, [&] { return fixture.all_inside(); }));
  fixture.say(bob, "hello");
  fixture.run(1s);
  CHECK(ada.lines() == "bob joined | bob: hello");
  fixture.leave(bob);
  fixture.run(1s);
  CHECK(bob.ended->why == Ended::Reason::left);
  CHECK(ada.lines() == "bob joined | bob: hello | bob left (quit)");
  CHECK(fixture.sessions().table().size() == 1);
}

TEST_CASE("a hundred clients that join at once are all inside soon") {
  SessionFixture fixture;
  for (int one = 0; one < 100; ++one) fixture.add_client("client" + std::to_string(one));
  CHECK(fixture.run(10s, [&] { return fixture.all_inside(); }));
  CHECK(fixture.sessions().stats().handshakes == 100);
  CHECK(fixture.sessions().stats().handshakes_dropped == 0);
}

TEST_CASE("a client whose name is taken can try another one") {
  SessionFixture fixture;
  fixture.add_client("ada");
  REQUIRE(fixture.run(5s, [&] { return fixture.all_inside(); }));
  auto& eve = fixture.add_client("ada");
  fixture.run(2s);
  REQUIRE(eve.refusals.size() == 1);
  CHECK(eve.refusals.front() == "taken");
  wire::Outbox out;
  eve.session->try_name("eve", fixture.now, out);
  CHECK(fixture.run(5s, [&] { return fixture.all_inside(); }));
}

TEST_CASE("a room's password is sent inside the session") {
  relay::Settings settings;
  settings.password = "sesame";
  SessionFixture fixture({}, 1, settings);
  SessionClient::Settings right;
  right.password = "sesame";
  fixture.add_client("ada", right);
  SessionClient::Settings wrong;
  wrong.password = "open";
  auto& eve = fixture.add_client("eve", wrong);
  fixture.run(5s);
  CHECK(fixture.state().room.present() == 1);
  CHECK(eve.locked == std::vector<std::string>{room::HostMessages().wrong_password});
  CHECK(eve.refusals.empty());
  wire::Outbox out;
  eve.session->try_password("sesame", fixture.now, out);
  CHECK(fixture.run(5s, [&] { return fixture.all_inside(); }));
}

TEST_CASE("nothing is lost, doubled or out of order, with any network") {
  for (unsigned seed = 1; seed <= 3; ++seed) {
    CAPTURE(seed);
    Conversation chat({0.1, 0.05, 0.1}, seed);
    chat.talk(100, 50ms);
    check_all_received(chat.clients, 100);
  }
}

TEST_CASE("a third of all datagrams lost delays, and nothing else") {
  Conversation chat({0.3, 0.1, 0.2}, 7);
  chat.talk(50, 50ms);
  check_all_received(chat.clients, 50);
}

TEST_CASE("clients whose addresses change all the time lose nothing") {
  Conversation chat({0.1, 0, 0}, 3);
  chat.talk(100, 100ms, [&](int line) {
    if (line % 20 == 10)
      for (auto* client : chat.clients) chat.fixture.rebind(*client);
  });
  check_all_received(chat.clients, 100);
  CHECK(chat.fixture.sessions().stats().handshakes == chat.clients.size());
}

TEST_CASE("a client whose address has changed receives again after its next probe") {
  SessionFixture fixture;
  auto& ada = fixture.add_client("ada");
  auto& bob = fixture.add_client("bob");
  REQUIRE(fixture.run(5s, [&] { return fixture.all_inside(); }));
  fixture.run(10min);
  fixture.rebind(ada);
  fixture.say(bob, "hello");
  CHECK(fixture.run(11s, [&] { return ada.lines().find("bob: hello") != std::string::npos; }));
}

TEST_CASE("a host that is killed and started again loses nothing that was committed") {
  for (unsigned seed = 1; seed <= 3; ++seed) {
    CAPTURE(seed);
    Conversation chat({0.05, 0.02, 0.05}, seed);
    chat.talk(60, 100ms, [&](int line) {
      if (line == 20 || line == 40) chat.fixture.kill_host();
      if (line == 23 || line == 41) chat.fixture.start_host();
    });
    check_all_received(chat.clients, 60);
  }
}

TEST_CASE("a program that is started again comes back with its membership") {
  SessionFixture fixture;
  auto& ada = fixture.add_client("ada");
  auto& bob = fixture.add_client("bob");
  REQUIRE(fixture.run(5s, [&] { return fixture.all_inside(); }));
  fixture.say(bob, "one");
  fixture.run(1s);
  SessionClient::Settings settings;
  settings.membership = bob.session->membership();
  REQUIRE(settings.membership);
  // The client is killed: nothing more arrives from it.
  fixture.rebind(bob);
  bob.session = std::make_unique<SessionClient>(
      SessionClient::Settings{"nobody", "", {}, 1s},
      wire::Endpoint{wire::v4_address({192, 0, 2, 9}), 1, 0, {}}, fixture.now);
  fixture.say(ada, "missed");
  fixture.run(3s);
  auto& again = fixture.add_client("bob", settings);
  REQUIRE(fixture.run(5s, [&] { return again.session->inside(); }));
  fixture.run(1s);
  CHECK(again.lines() == "ada: missed");
  CHECK(again.received.front().replayed);
  fixture.say(again, "two");
  fixture.run(1s);
  CHECK(ada.lines().find("bob: one | bob: two") != std::string::npos);
  CHECK(fixture.state().room.present() == 2);
}

TEST_CASE("a client whose member comes back elsewhere is evicted, and knows why") {
  SessionFixture fixture;
  auto& bob = fixture.add_client("bob");
  REQUIRE(fixture.run(5s, [&] { return fixture.all_inside(); }));
  SessionClient::Settings settings;
  settings.membership = bob.session->membership();
  auto& again = fixture.add_client("bob", settings);
  fixture.run(3s);
  CHECK(again.session->inside());
  REQUIRE(bob.ended);
  CHECK(bob.ended->why == Ended::Reason::elsewhere);
}

TEST_CASE("the room and the client notice a silence and its end") {
  SessionFixture fixture;
  auto& ada = fixture.add_client("ada");
  auto& bob = fixture.add_client("bob");
  REQUIRE(fixture.run(5s, [&] { return fixture.all_inside(); }));
  fixture.run(1s);
  ada.received.clear();
  const auto at = bob.at;
  fixture.tamper = [&](std::string& bytes, bool) {
    if (bytes.size() > 1 && bob.at == at) bytes.clear();
  };
  fixture.run(100s);
  fixture.tamper = nullptr;
  fixture.run(30s);
  CHECK(ada.lost == 1);
  CHECK(bob.lost == 1);
  CHECK(bob.joined == 2);
  CHECK(fixture.state().room.present() == 2);
}

TEST_CASE("a client that was away for too long joins again by itself") {
  SessionFixture fixture;
  auto& bob = fixture.add_client("bob");
  REQUIRE(fixture.run(5s, [&] { return fixture.all_inside(); }));
  const auto before = bob.session->membership()->token;
  fixture.tamper = [](std::string& bytes, bool) { bytes.clear(); };
  fixture.run(15min);
  CHECK(fixture.state().room.present() == 0);
  fixture.tamper = nullptr;
  fixture.run(30s);
  CHECK(fixture.state().room.present() == 1);
  CHECK(bob.session->membership()->token != before);
}

TEST_CASE("a removed member is told, and does not reconnect") {
  SessionFixture fixture;
  auto& bob = fixture.add_client("bob");
  REQUIRE(fixture.run(5s, [&] { return fixture.all_inside(); }));
  wire::Outbox out;
  fixture.relay().sanction(moonroom::room::Kick{1, "enough"}, fixture.now);
  fixture.relay().apply_verdicts({fixture.now, out});
  fixture.sessions().flush(out, fixture.now);
  for (const auto& delivery : out.deliveries()) {
    wire::Outbox answer;
    bob.session->receive(out.bytes(delivery), fixture.now, answer);
  }
  const auto events = bob.session->drain_events();
  REQUIRE(events.size() == 2);
  CHECK(std::get<MessageReceived>(events[0]).line == "you have been removed from the room: enough");
  CHECK(std::get<Ended>(events[1]).why == Ended::Reason::removed);
}

TEST_CASE("in a hurry a client leaves a second after the host's last packet") {
  SessionFixture fixture;
  auto& ada = fixture.add_client("ada");
  REQUIRE(fixture.run(5s, [&] { return fixture.all_inside(); }));
  fixture.say(ada, "one");
  fixture.run(1s);
  CHECK(ada.session->undelivered() == 0);
  fixture.kill_host();
  fixture.say(ada, "two");
  fixture.say(ada, "three");
  CHECK(time_to_leave(fixture, ada, SessionClient::Haste::some) == 1s);
  CHECK(ada.ended->why == Ended::Reason::silent);
  CHECK(ada.session->undelivered() == 2);
}

TEST_CASE("in a hurry a client does not wait for a silent or missing host") {
  SessionFixture fixture;
  auto& ada = fixture.add_client("ada");
  auto& bob = fixture.add_client("bob");
  REQUIRE(fixture.run(5s, [&] { return fixture.all_inside(); }));
  fixture.run(1s);
  fixture.kill_host();
  fixture.leave(bob, SessionClient::Haste::some);
  bob.session->unreachable(fixture.now);
  bob.session->unreachable(fixture.now + 200ms);
  CHECK(fixture.run(300ms, [&] { return bob.ended.has_value(); }));
  fixture.say(ada, "hello?");
  fixture.run(20s);
  REQUIRE(ada.lost == 1);
  fixture.say(ada, "anybody?");
  fixture.leave(ada, SessionClient::Haste::some);
  REQUIRE(ada.ended);
  CHECK(ada.ended->why == Ended::Reason::silent);
  CHECK(ada.session->undelivered() == 2);
}

TEST_CASE("in a hurry a client loses nothing while the host answers, however bad the path is") {
  for (unsigned seed = 1; seed <= 5; ++seed) {
    CAPTURE(seed);
    SessionFixture fixture({0.15, 0.05, 0.1, 50ms}, seed);
    auto& ada = fixture.add_client("ada");
    auto& bob = fixture.add_client("bob");
    REQUIRE(fixture.run(60s, [&] { return fixture.all_inside(); }));
    fixture.say(ada, "last words");
    CHECK(time_to_leave(fixture, ada, SessionClient::Haste::some) <= 5s);
    CHECK(ada.ended->why == Ended::Reason::left);
    fixture.run(10s);
    CHECK(bob.lines().find("ada: last words | ada left (quit)") != std::string::npos);
  }
}

TEST_CASE("without haste a client sends missing lines when the host is back") {
  SessionFixture fixture;
  auto& ada = fixture.add_client("ada");
  auto& bob = fixture.add_client("bob");
  REQUIRE(fixture.run(5s, [&] { return fixture.all_inside(); }));
  fixture.run(1s);
  fixture.kill_host();
  fixture.say(ada, "last words");
  fixture.leave(ada);
  fixture.run(15s);
  REQUIRE_FALSE(ada.ended);
  fixture.start_host();
  CHECK(fixture.run(10s, [&] { return ada.ended.has_value(); }));
  CHECK(ada.ended->why == Ended::Reason::left);
  fixture.run(10s);
  CHECK(bob.lines().find("ada: last words | ada left (quit)") != std::string::npos);
}

TEST_CASE("without haste a client waits half a minute, or a few seconds for its close alone") {
  SessionFixture fixture;
  auto& ada = fixture.add_client("ada");
  auto& bob = fixture.add_client("bob");
  REQUIRE(fixture.run(5s, [&] { return fixture.all_inside(); }));
  fixture.run(1s);
  fixture.kill_host();
  CHECK(time_to_leave(fixture, bob, SessionClient::Haste::none) == 5s);
  CHECK(bob.ended->why == Ended::Reason::silent);
  CHECK(bob.session->undelivered() == 0);
  fixture.say(ada, "hello?");
  CHECK(time_to_leave(fixture, ada, SessionClient::Haste::none) == 30s);
  CHECK(ada.ended->why == Ended::Reason::silent);
  CHECK(ada.session->undelivered() == 1);
}

TEST_CASE("a leaving client can be hurried later") {
  SessionFixture fixture;
  auto& ada = fixture.add_client("ada");
  REQUIRE(fixture.run(5s, [&] { return fixture.all_inside(); }));
  fixture.run(1s);
  fixture.kill_host();
  fixture.say(ada, "hello?");
  fixture.leave(ada);
  fixture.run(10s);
  REQUIRE_FALSE(ada.ended);
  fixture.leave(ada, SessionClient::Haste::some);
  CHECK(ada.ended);
}

TEST_CASE("packets that are cut, changed or made up change nothing") {
  Conversation chat({0, 0, 0}, 5, 3);
  auto& fixture = chat.fixture;
  std::mt19937 random(9);
  int changed = 0;
  fixture.tamper = [&](std::string& bytes, bool) {
    if (random() % 5 != 0 || bytes.empty()) return;
    ++changed;
    if (random() % 2 == 0)
      bytes.resize(random() % bytes.size());
    else
      change_bits(bytes[random() % bytes.size()], 1 + random() % 255);
  };
  chat.talk(40, 50ms);
  check_all_received(chat.clients, 40);
  CHECK(changed > 20);
  CHECK(fixture.sessions().stats().refused > 0);
}

}  // namespace moonroom::session
