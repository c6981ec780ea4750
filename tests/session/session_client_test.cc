#include "session/session_client.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "session_fixture.h"

namespace moonroom::session {
namespace {

// Checks that each guest received all lines of all others, once and in each author's order.
void check_all_heard(const std::vector<Guest*>& guests, int lines) {
  for (const auto* listener : guests) {
    std::map<std::string, int> next;
    uint64_t last = 0;
    for (const auto& heard : listener->heard) {
      CHECK(heard.number > last);
      last = heard.number;
      const auto colon = heard.text.find(": ");
      if (colon == std::string::npos) continue;  // A notice.
      const auto author = heard.text.substr(0, colon);
      CHECK(std::stoi(heard.text.substr(colon + 2)) == next[author]++);
    }
    for (const auto* author : guests)
      CHECK_MESSAGE(next[author->name] == (author == listener ? 0 : lines),
                    listener->name << " of " << author->name);
  }
}

struct Party {
  SessionFixture house;
  std::vector<Guest*> guests;

  explicit Party(Weather weather, unsigned seed, int size = 5) : house(weather, seed) {
    for (int one = 0; one < size; ++one)
      guests.push_back(&house.invite("guest" + std::to_string(one)));
    REQUIRE(house.run(60s, [&] { return house.all_inside(); }));
    house.run(2s);
  }
  // All guests send a number at each step, until `lines`; `meanwhile` runs in between.
  void talk(int lines, Duration pause, const std::function<void(int)>& meanwhile = {}) {
    for (int line = 0; line < lines; ++line) {
      for (auto* guest : guests) house.say(*guest, std::to_string(line));
      if (meanwhile) meanwhile(line);
      house.run(pause);
    }
    house.run(60s);
  }
};

void spoil(char& byte, uint64_t by) {
  byte = static_cast<char>(static_cast<unsigned char>(byte) ^ by);
}

// How long the guest takes to leave.
Duration gone_after(SessionFixture& house, Guest& guest, SessionClient::Haste haste) {
  const auto began = house.now.steady;
  house.leave(guest, haste);
  CHECK(house.run(60s, [&] { return guest.over.has_value(); }));
  return house.now.steady - began;
}

}  // namespace

TEST_CASE("a guest comes in, is heard, hears, and leaves") {
  SessionFixture house;
  auto& ada = house.invite("ada");
  REQUIRE(house.run(5s, [&] { return house.all_inside(); }));
  auto& bob = house.invite("bob");
  REQUIRE(house.run(5s, [&] { return house.all_inside(); }));
  house.say(bob, "hello");
  house.run(1s);
  CHECK(ada.words() == "bob joined | bob: hello");
  house.leave(bob);
  house.run(1s);
  CHECK(bob.over->why == Ended::Reason::left);
  CHECK(ada.words() == "bob joined | bob: hello | bob left (quit)");
  CHECK(house.sessions().table().size() == 1);
}

TEST_CASE("all of a crowd that comes at once are in, in the end") {
  SessionFixture house;
  for (int one = 0; one < 100; ++one) house.invite("guest" + std::to_string(one));
  CHECK(house.run(10s, [&] { return house.all_inside(); }));
  CHECK(house.sessions().stats().handshakes == 100);
  CHECK(house.sessions().stats().handshakes_dropped == 0);
}

TEST_CASE("a name that is taken is asked for again") {
  SessionFixture house;
  house.invite("ada");
  REQUIRE(house.run(5s, [&] { return house.all_inside(); }));
  auto& eve = house.invite("ada");
  house.run(2s);
  REQUIRE(eve.turned.size() == 1);
  CHECK(eve.turned.front() == "taken");
  wire::Outbox out;
  eve.visit->try_name("eve", house.now, out);
  CHECK(house.run(5s, [&] { return house.all_inside(); }));
}

TEST_CASE("a room's password is said inside the session") {
  relay::Settings settings;
  settings.password = "sesame";
  SessionFixture house({}, 1, settings);
  SessionClient::Settings right;
  right.password = "sesame";
  house.invite("ada", right);
  SessionClient::Settings wrong;
  wrong.password = "open";
  auto& eve = house.invite("eve", wrong);
  house.run(5s);
  CHECK(house.state().room.present() == 1);
  CHECK(eve.locked == std::vector<std::string>{room::HostMessages().wrong_password});
  CHECK(eve.turned.empty());
  wire::Outbox out;
  eve.visit->try_password("sesame", house.now, out);
  CHECK(house.run(5s, [&] { return house.all_inside(); }));
}

TEST_CASE("nothing is lost, doubled or out of order, whatever the network does") {
  for (unsigned seed = 1; seed <= 3; ++seed) {
    CAPTURE(seed);
    Party party({0.1, 0.05, 0.1}, seed);
    party.talk(100, 50ms);
    check_all_heard(party.guests, 100);
  }
}

TEST_CASE("a third of all datagrams lost delays, and nothing else") {
  Party party({0.3, 0.1, 0.2}, 7);
  party.talk(50, 50ms);
  check_all_heard(party.guests, 50);
}

TEST_CASE("guests whose addresses change all the time lose nothing") {
  Party party({0.1, 0, 0}, 3);
  party.talk(100, 100ms, [&](int line) {
    if (line % 20 == 10)
      for (auto* guest : party.guests) party.house.rebind(*guest);
  });
  check_all_heard(party.guests, 100);
  CHECK(party.house.sessions().stats().handshakes == party.guests.size());
}

TEST_CASE("a listener is found again after a change of their address") {
  SessionFixture house;
  auto& ada = house.invite("ada");
  auto& bob = house.invite("bob");
  REQUIRE(house.run(5s, [&] { return house.all_inside(); }));
  house.run(10min);
  house.rebind(ada);
  house.say(bob, "hello");
  CHECK(house.run(11s, [&] { return ada.words().find("bob: hello") != std::string::npos; }));
}

TEST_CASE("a host that dies and is started again loses nothing that was committed") {
  for (unsigned seed = 1; seed <= 3; ++seed) {
    CAPTURE(seed);
    Party party({0.05, 0.02, 0.05}, seed);
    party.talk(60, 100ms, [&](int line) {
      if (line == 20 || line == 40) party.house.die();
      if (line == 23 || line == 41) party.house.start();
    });
    check_all_heard(party.guests, 60);
  }
}

TEST_CASE("a program that is started again comes back with its membership") {
  SessionFixture house;
  auto& ada = house.invite("ada");
  auto& bob = house.invite("bob");
  REQUIRE(house.run(5s, [&] { return house.all_inside(); }));
  house.say(bob, "one");
  house.run(1s);
  SessionClient::Settings settings;
  settings.membership = bob.visit->membership();
  REQUIRE(settings.membership);
  // The client is killed: nothing more arrives from it.
  house.rebind(bob);
  bob.visit = std::make_unique<SessionClient>(
      SessionClient::Settings{"nobody", "", {}, 1s},
      wire::Endpoint{wire::v4_address({192, 0, 2, 9}), 1, 0, {}}, house.now);
  house.say(ada, "missed");
  house.run(3s);
  auto& again = house.invite("bob", settings);
  REQUIRE(house.run(5s, [&] { return again.visit->inside(); }));
  house.run(1s);
  CHECK(again.words() == "ada: missed");
  CHECK(again.heard.front().flags == wire::Line::kReplayed);
  house.say(again, "two");
  house.run(1s);
  CHECK(ada.words().find("bob: one | bob: two") != std::string::npos);
  CHECK(house.state().room.present() == 2);
}

TEST_CASE("a ghost is evicted by its owner, and knows why") {
  SessionFixture house;
  auto& bob = house.invite("bob");
  REQUIRE(house.run(5s, [&] { return house.all_inside(); }));
  SessionClient::Settings settings;
  settings.membership = bob.visit->membership();
  auto& again = house.invite("bob", settings);
  house.run(3s);
  CHECK(again.visit->inside());
  REQUIRE(bob.over);
  CHECK(bob.over->why == Ended::Reason::elsewhere);
}

TEST_CASE("a room is told of a silence, and of a return; the guest knows it too") {
  SessionFixture house;
  auto& ada = house.invite("ada");
  auto& bob = house.invite("bob");
  REQUIRE(house.run(5s, [&] { return house.all_inside(); }));
  house.run(1s);
  ada.heard.clear();
  const auto at = bob.at;
  house.meddle = [&](std::string& bytes, bool) {
    if (bytes.size() > 1 && bob.at == at) bytes.clear();
  };
  house.run(100s);
  house.meddle = nullptr;
  house.run(30s);
  CHECK(ada.lost == 1);
  CHECK(bob.lost == 1);
  CHECK(bob.entered == 2);
  CHECK(house.state().room.present() == 2);
}

TEST_CASE("a client that was away for too long joins again by itself") {
  SessionFixture house;
  auto& bob = house.invite("bob");
  REQUIRE(house.run(5s, [&] { return house.all_inside(); }));
  const auto before = bob.visit->membership()->token;
  house.meddle = [](std::string& bytes, bool) { bytes.clear(); };
  house.run(15min);
  CHECK(house.state().room.present() == 0);
  house.meddle = nullptr;
  house.run(30s);
  CHECK(house.state().room.present() == 1);
  CHECK(bob.visit->membership()->token != before);
}

TEST_CASE("a removed member is told, and does not reconnect") {
  SessionFixture house;
  auto& bob = house.invite("bob");
  REQUIRE(house.run(5s, [&] { return house.all_inside(); }));
  wire::Outbox out;
  house.relay().moderation().kick(1, "enough", {house.now, out});
  house.sessions().flush(out, house.now);
  for (const auto& delivery : out.deliveries()) {
    wire::Outbox answer;
    bob.visit->receive(out.bytes(delivery), house.now, answer);
  }
  const auto news = bob.visit->drain_events();
  REQUIRE(news.size() == 2);
  CHECK(std::get<MessageReceived>(news[0]).text == "you have been removed from the room: enough");
  CHECK(std::get<Ended>(news[1]).why == Ended::Reason::removed);
}

TEST_CASE("in a hurry a client leaves a second after the host's last packet") {
  SessionFixture house;
  auto& ada = house.invite("ada");
  REQUIRE(house.run(5s, [&] { return house.all_inside(); }));
  house.say(ada, "one");
  house.run(1s);
  CHECK(ada.visit->undelivered() == 0);
  house.die();
  house.say(ada, "two");
  house.say(ada, "three");
  CHECK(gone_after(house, ada, SessionClient::Haste::some) == 1s);
  CHECK(ada.over->why == Ended::Reason::silent);
  CHECK(ada.visit->undelivered() == 2);
}

TEST_CASE("in a hurry a client does not wait for a silent or missing host") {
  SessionFixture house;
  auto& ada = house.invite("ada");
  auto& bob = house.invite("bob");
  REQUIRE(house.run(5s, [&] { return house.all_inside(); }));
  house.run(1s);
  house.die();
  house.leave(bob, SessionClient::Haste::some);
  bob.visit->unreachable(house.now);
  bob.visit->unreachable(house.now + 200ms);
  CHECK(house.run(300ms, [&] { return bob.over.has_value(); }));
  house.say(ada, "hello?");
  house.run(20s);
  REQUIRE(ada.lost == 1);
  house.say(ada, "anybody?");
  house.leave(ada, SessionClient::Haste::some);
  REQUIRE(ada.over);
  CHECK(ada.over->why == Ended::Reason::silent);
  CHECK(ada.visit->undelivered() == 2);
}

TEST_CASE("in a hurry a client loses nothing while the host answers, however bad the path is") {
  for (unsigned seed = 1; seed <= 5; ++seed) {
    CAPTURE(seed);
    SessionFixture house({0.15, 0.05, 0.1, 50ms}, seed);
    auto& ada = house.invite("ada");
    auto& bob = house.invite("bob");
    REQUIRE(house.run(60s, [&] { return house.all_inside(); }));
    house.say(ada, "last words");
    CHECK(gone_after(house, ada, SessionClient::Haste::some) <= 5s);
    CHECK(ada.over->why == Ended::Reason::left);
    house.run(10s);
    CHECK(bob.words().find("ada: last words | ada left (quit)") != std::string::npos);
  }
}

TEST_CASE("without haste a client sends missing lines when the host is back") {
  SessionFixture house;
  auto& ada = house.invite("ada");
  auto& bob = house.invite("bob");
  REQUIRE(house.run(5s, [&] { return house.all_inside(); }));
  house.run(1s);
  house.die();
  house.say(ada, "last words");
  house.leave(ada);
  house.run(15s);
  REQUIRE_FALSE(ada.over);
  house.start();
  CHECK(house.run(10s, [&] { return ada.over.has_value(); }));
  CHECK(ada.over->why == Ended::Reason::left);
  house.run(10s);
  CHECK(bob.words().find("ada: last words | ada left (quit)") != std::string::npos);
}

TEST_CASE("without haste a client waits half a minute, or a few seconds for its close alone") {
  SessionFixture house;
  auto& ada = house.invite("ada");
  auto& bob = house.invite("bob");
  REQUIRE(house.run(5s, [&] { return house.all_inside(); }));
  house.run(1s);
  house.die();
  CHECK(gone_after(house, bob, SessionClient::Haste::none) == 5s);
  CHECK(bob.over->why == Ended::Reason::silent);
  CHECK(bob.visit->undelivered() == 0);
  house.say(ada, "hello?");
  CHECK(gone_after(house, ada, SessionClient::Haste::none) == 30s);
  CHECK(ada.over->why == Ended::Reason::silent);
  CHECK(ada.visit->undelivered() == 1);
}

TEST_CASE("a leaving client can be hurried later") {
  SessionFixture house;
  auto& ada = house.invite("ada");
  REQUIRE(house.run(5s, [&] { return house.all_inside(); }));
  house.run(1s);
  house.die();
  house.say(ada, "hello?");
  house.leave(ada);
  house.run(10s);
  REQUIRE_FALSE(ada.over);
  house.leave(ada, SessionClient::Haste::some);
  CHECK(ada.over);
}

TEST_CASE("packets that are cut, changed or made up change nothing") {
  Party party({0, 0, 0}, 5, 3);
  auto& house = party.house;
  std::mt19937 dice(9);
  int spoiled = 0;
  house.meddle = [&](std::string& bytes, bool) {
    if (dice() % 5 != 0 || bytes.empty()) return;
    ++spoiled;
    if (dice() % 2 == 0)
      bytes.resize(dice() % bytes.size());
    else
      spoil(bytes[dice() % bytes.size()], 1 + dice() % 255);
  };
  party.talk(40, 50ms);
  check_all_heard(party.guests, 40);
  CHECK(spoiled > 20);
  CHECK(house.sessions().stats().refused > 0);
}

}  // namespace moonroom::session
