#include "secure/handshake_server.h"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <malloc.h>

#include "guest.h"

using namespace moonroom;
using namespace moonroom::secure;

namespace {

Words tick(HandshakeServer& handshake_server, Moment now) {
  wire::Outbox out;
  handshake_server.tick(now, out);
  return words_in(out);
}

size_t size_of(const Words& words) {
  size_t size = 0;
  for (const auto& word : words) size += word.size();
  return size;
}

size_t reserved() {
  const auto memory = ::mallinfo2();
  return memory.uordblks + memory.hblkhd;
}

}  // namespace

TEST_CASE("a stranger's first word is answered with fewer bytes, and forgotten") {
  HandshakeServer handshake_server(some_identity());
  Guest guest(handshake_server, "198.51.100.7:4000");
  const auto hello = guest.hello();
  const auto answer = guest.say(hello);
  REQUIRE(answer.size() == 1);
  CHECK(answer[0].size() == 44);
  CHECK(hello.size() > 44);
  CHECK(answer[0][10] == 0);
  // The record number is that of the request.
  auto repeat = hello;
  repeat[10] = 5;
  CHECK(guest.say(repeat).at(0)[10] == 5);
  CHECK(handshake_server.pending() == 0);
  CHECK(!handshake_server.next_due());
  CHECK(handshake_server.counts().challenged == 2);
}

TEST_CASE("a cookie is good for one address, one port and one server") {
  HandshakeServer handshake_server(some_identity());
  Guest guest(handshake_server, "198.51.100.7:4000");
  const auto hello = guest.hello_with_cookie();
  HandshakeServer other_server(some_identity());
  for (const auto* from : {"198.51.100.8:4000", "198.51.100.7:4001", "[2001:db8::1]:4000"}) {
    Guest thief(handshake_server, from);
    CHECK(size_of(thief.say(hello)) == 44);
  }
  Guest elsewhere(other_server, "198.51.100.7:4000");
  CHECK(size_of(elsewhere.say(hello)) == 44);
  CHECK(handshake_server.pending() + other_server.pending() == 0);
  CHECK(size_of(guest.say(hello)) > 44);
  CHECK(handshake_server.pending() == 1);
}

namespace {

// Few places, and no limit on the rate of handshakes.
HandshakeLimits places(size_t of_source, size_t of_network, size_t in_all) {
  HandshakeLimits limits;
  limits.places = {of_source, of_network, in_all};
  limits.beginnings = {{1e6, 1e6}, {1e6, 1e6}};
  return limits;
}

// True when the host has begun a handshake.
bool comes(HandshakeServer& handshake_server, std::string_view from, Moment when = {}) {
  Guest guest(handshake_server, from, when);
  const auto before = handshake_server.counts().admitted;
  guest.say(guest.hello_with_cookie());
  return handshake_server.counts().admitted > before;
}

}  // namespace

TEST_CASE("a flood of handshakes pushes out its own source, its own network, then the heaviest") {
  struct Row {
    HandshakeLimits limits;
    std::string_view flood;
    size_t kept;
  };
  const Row rows[] = {
      {places(8, 100, 1000), "198.51.100.7:{}", 8},
      {places(8, 16, 1000), "198.51.100.{}:4000", 16},
      {places(8, 100, 1000), "[2001:db8:1:1::{:x}]:4000", 8},
      {places(8, 16, 1000), "[2001:db8:1:{:x}::1]:4000", 16},
      {places(1000, 1000, 32), "[2001:db8:1:{:x}::1]:4000", 30},
      // Our own network has only the limit for all.
      {places(1, 1, 32), "192.168.0.{}:4000", 30},
  };
  for (const auto& row : rows) {
    CAPTURE(row.flood);
    HandshakeServer handshake_server(some_identity(), row.limits);
    CHECK(comes(handshake_server, "203.0.113.1:4000"));
    for (int i = 1; i <= 60; ++i)
      CHECK(comes(handshake_server, fmt::format(fmt::runtime(row.flood), i)));
    CHECK(comes(handshake_server, "203.0.114.1:4000"));
    CHECK(handshake_server.pending() == row.kept + 2);
    // The newcomers, including the first, are still pending: their ClientHello is known.
    CHECK(handshake_server.counts().pushed_out == 60 - row.kept);
  }
}

TEST_CASE("whose handshake is pushed out is told, in fewer bytes than it has said") {
  HandshakeServer handshake_server(some_identity(), places(1, 1, 1));
  Guest guest(handshake_server, "198.51.100.7:4000");
  guest.say(guest.hello_with_cookie());
  Guest other(handshake_server, "198.51.100.7:4001");
  const auto hello = other.hello_with_cookie();
  wire::Outbox out;
  handshake_server.receive({other.from, hello}, {}, out);
  REQUIRE(out.deliveries().size() >= 2);
  CHECK(out.deliveries()[0].to == guest.from);
  const auto alert = std::string(out.bytes(out.deliveries()[0]));
  CHECK(alert.size() == 15);
  guest.hear(alert);
  CHECK(guest.greeting.is_crowded_out());
}

TEST_CASE("handshakes begin at a rate, by source and by network, and not on our own network") {
  HandshakeLimits limits;
  limits.beginnings = {{1, 3}, {1, 5}};
  const auto begun = [&](std::string_view flood) {
    HandshakeServer handshake_server(some_identity(), limits);
    int count = 0;
    for (int i = 1; i <= 20; ++i)
      count += comes(handshake_server, fmt::format(fmt::runtime(flood), i));
    CHECK(handshake_server.counts().too_fast == 20U - static_cast<unsigned>(count));
    CHECK(comes(handshake_server, "203.0.113.1:4000"));
    return count;
  };
  CHECK(begun("198.51.100.7:{}") == 3);
  CHECK(begun("198.51.100.{}:4000") == 5);
  CHECK(begun("[2001:db8:1:1::{:x}]:4000") == 3);
  CHECK(begun("[2001:db8:1:{:x}::1]:4000") == 5);
  CHECK(begun("192.168.0.7:{}") == 20);
}

TEST_CASE("one endpoint begins anew once a second") {
  HandshakeServer handshake_server(some_identity());
  for (const auto* from : {"198.51.100.7:4000", "127.0.0.1:4000"}) {
    CAPTURE(from);
    CHECK(comes(handshake_server, from));
    CHECK_FALSE(comes(handshake_server, from, Moment{} + 900ms));
    CHECK(comes(handshake_server, from, Moment{} + 1s));
  }
}

TEST_CASE("a cookie is good for its ClientHello, its endpoint, and one to two minutes") {
  Cookies cookies;
  ClientRandom random{};
  ClientRandom another{};
  another[31] = 1;
  HandshakeServer handshake_server(some_identity());
  Guest guest(handshake_server, "198.51.100.7:4000");
  const auto hello = guest.hello();
  random = *client_random(hello);
  const SteadyTime begin{1h};
  const auto from = guest.from;
  const auto with_cookie = [&](SteadyTime when) {
    return guest.hear(cookies.challenge({from, random, hello}, when)).at(0);
  };
  const auto answer = with_cookie(begin);
  struct Row {
    std::string_view what;
    wire::Endpoint from;
    ClientRandom random;
    Duration later;
    bool is_good;
  };
  const Row rows[] = {
      {"at once", from, random, 0s, true},
      {"with the key before", from, random, 119s, true},
      {"with an older key", from, random, 120s, false},
      {"after a long pause", from, random, 1h, false},
      {"another random", from, another, 0s, false},
      {"another address", at("198.51.100.8:4000"), random, 0s, false},
      {"another port", at("198.51.100.7:4001"), random, 0s, false},
      {"another family", at("[2001:db8::7]:4000"), random, 0s, false},
  };
  for (const auto& row : rows) {
    CAPTURE(row.what);
    auto copy = cookies;
    // Called often, so that keys are changed one by one.
    for (Duration passed{}; passed < row.later && row.later < 1h; passed += 30s)
      copy.check({row.from, row.random, answer}, begin + passed);
    CHECK(copy.check({row.from, row.random, answer}, begin + row.later).has_value() == row.is_good);
  }
  CHECK_FALSE(Cookies().check({from, random, answer}, begin));
}

TEST_CASE("a handshake that stops is repeated twice, and forgotten after 10 s") {
  HandshakeServer handshake_server(some_identity(), places(1, 1, 1));
  Guest guest(handshake_server, "198.51.100.7:4000");
  const auto flight = guest.say(guest.hello_with_cookie());
  std::vector<Duration> repeats;
  while (handshake_server.next_due()) {
    const Moment now{*handshake_server.next_due(), {}};
    const auto words = tick(handshake_server, now);
    if (!words.empty()) repeats.push_back(now.steady.time_since_epoch());
    CHECK(size_of(words) == (words.empty() ? 0 : size_of(flight)));
  }
  const std::vector<Duration> expected = {200ms, 600ms};
  CHECK(repeats == expected);
  CHECK(handshake_server.pending() == 0);
  CHECK(handshake_server.counts().expired == 1);
  Guest next(handshake_server, "198.51.100.8:4000", guest.now + 10s);
  CHECK(!next.say(next.hello_with_cookie()).empty());
}

TEST_CASE("the last flight is said again as long as the client may have missed it") {
  HandshakeServer handshake_server(some_identity());
  Guest guest(handshake_server, "198.51.100.7:4000");
  const auto theirs = guest.last_flight();
  guest.now = guest.now + 5s;
  const auto ours = guest.say(theirs);
  REQUIRE(guest.host_keys);
  REQUIRE(ours.size() == 1);
  CHECK(guest.say(theirs) == ours);
  CHECK(handshake_server.counts().repeated == 1);
  SUBCASE("until it speaks") {
    handshake_server.completed(guest.from);
  }
  SUBCASE("for 10 s") {
    tick(handshake_server, guest.now + 9999ms);
    CHECK(guest.say(theirs) == ours);
    tick(handshake_server, guest.now + 10s);
  }
  CHECK(guest.say(theirs).empty());
  CHECK(handshake_server.pending() == 0);
  CHECK(!handshake_server.next_due());
  CHECK(handshake_server.counts().expired == 0);
}

TEST_CASE("the last flight is answered record by record, never with more than was asked") {
  HandshakeServer handshake_server(some_identity());
  Guest guest(handshake_server, "198.51.100.7:4000");
  const auto theirs = guest.last_flight();
  const auto ours = guest.say(theirs).at(0);
  // openssl repeats each of its records in a datagram of its own: secret, change, end.
  CHECK(guest.say(theirs.substr(0, 58)).empty());
  CHECK(guest.say(theirs.substr(58, 14)) == Words{ours.substr(0, 14)});
  CHECK(guest.say(theirs.substr(58 + 14)) == Words{ours.substr(14)});
  auto forged = theirs.substr(58 + 14, 13 + 1);
  forged[11] = 0;
  forged[12] = 1;
  CHECK(guest.say(forged).empty());
  for (size_t size = 0; size < theirs.size(); ++size) {
    const auto asked = theirs.substr(size / 2, size - size / 2);
    CHECK(size_of(guest.say(asked)) <= asked.size());
  }
}

TEST_CASE("a handshake that is not done is not forgotten because a sealed packet came") {
  HandshakeServer handshake_server(some_identity());
  Guest guest(handshake_server, "198.51.100.7:4000");
  guest.say(guest.hello_with_cookie());
  handshake_server.completed(guest.from);
  CHECK(handshake_server.pending() == 1);
}

TEST_CASE("a client may begin anew on the same port, wherever it stopped") {
  HandshakeServer handshake_server(some_identity(), places(1, 1, 1));
  Guest first(handshake_server, "198.51.100.7:4000");
  SUBCASE("before its cookie") {
    first.say(first.hello());
  }
  SUBCASE("in the middle") {
    first.say(first.hello_with_cookie());
  }
  SUBCASE("at the end") {
    first.say(first.last_flight());
  }
  SUBCASE("in a session") {
    first.say(first.last_flight());
    handshake_server.completed(first.from);
  }
  Guest second(handshake_server, "198.51.100.7:4000", Moment{} + 1s);
  const auto ours = second.say(second.last_flight());
  REQUIRE(ours.size() == 1);
  second.hear(ours[0]);
  REQUIRE(second.welcome);
  CHECK(opened(*second.host_keys, sealed(second.welcome->keys, "again")) == "again");
  CHECK(handshake_server.pending() == 1);
}

TEST_CASE("two clients shake hands at once without mixing") {
  HandshakeServer handshake_server(some_identity());
  Guest one(handshake_server, "198.51.100.7:4000");
  Guest other(handshake_server, "198.51.100.7:4001");
  const auto hello = one.hello_with_cookie();
  const auto flight = other.last_flight();
  const auto answer = one.hear(one.say(hello).at(0)).at(0);
  other.hear(other.say(flight).at(0));
  one.hear(one.say(answer).at(0));
  REQUIRE(one.welcome);
  REQUIRE(other.welcome);
  CHECK(one.welcome->keys.session() != other.welcome->keys.session());
  CHECK(opened(*other.host_keys, sealed(one.welcome->keys, "hi")) == "nothing");
}

TEST_CASE("no repeated, forged or broken datagram makes a pending host speak") {
  HandshakeServer handshake_server(some_identity());
  Guest guest(handshake_server, "198.51.100.7:4000");
  auto hello = guest.hello_with_cookie();
  guest.say(hello);
  CHECK(guest.say(hello).empty());
  CHECK(handshake_server.counts().heard_before == 1);
  // A fresh record around an old message, for which GnuTLS repeats its flight.
  for (char number = 10; number < 20; ++number) {
    auto forged = hello;
    forged[10] = number;
    CHECK(guest.say(forged).empty());
    forged[30] ^= 1;
    forged[17] = 0;
    CHECK(guest.say(forged.substr(0, 40)).empty());
  }
}

TEST_CASE("a part of a message that claims to be of megabytes is not believed") {
  HandshakeServer handshake_server(some_identity());
  Guest guest(handshake_server, "198.51.100.7:4000");
  auto part = guest.last_flight().substr(0, 58);
  part[14] = '\x7f';
  part[24] = '\x01';
  part[12] = static_cast<char>(part.size() - 13);
  const auto before = reserved();
  CHECK(guest.say(part).empty());
  CHECK(reserved() < before + 100'000);
  CHECK(handshake_server.pending() == 1);
}

TEST_CASE("a handshake that cannot be understood ends") {
  HandshakeServer handshake_server(some_identity());
  Guest guest(handshake_server, "198.51.100.7:4000");
  auto flight = guest.last_flight();
  flight[13 + 12] ^= 0x40;  // the length of the client's half of the secret
  const auto answer = guest.say(flight);
  CHECK(size_of(answer) < flight.size());
  CHECK(handshake_server.pending() == 0);
  CHECK(handshake_server.counts().failed == 1);
}

TEST_CASE("a handshake that small datagrams break ends without a larger one") {
  for (const char type : {'\x14', '\x15', '\x16'})
    for (const char size : {'\1', '\2'}) {
      HandshakeServer handshake_server(some_identity());
      Guest guest(handshake_server, "198.51.100.7:4000");
      guest.say(guest.hello_with_cookie());
      const auto head = type + std::string("\xfe\xfd\0\0\0\0\0\0\0\x20\0", 11) + size;
      const auto small = head + std::string(static_cast<size_t>(size), '\2');
      CHECK(size_of(guest.say(small)) <= small.size());
    }
}

TEST_CASE("a truncated datagram is dropped") {
  HandshakeServer handshake_server(some_identity());
  Guest guest(handshake_server, "198.51.100.7:4000");
  wire::Outbox out;
  const auto hello = guest.hello();
  handshake_server.receive({guest.from, hello, true}, guest.now, out);
  CHECK(out.empty());
  CHECK(handshake_server.counts().stray == 1);
}

TEST_CASE("garbage is never answered with more than it was") {
  HandshakeServer handshake_server(some_identity());
  std::mt19937 dice(7);
  const auto byte = [&dice] { return static_cast<char>(dice() % 256); };
  Guest model(handshake_server, "198.51.100.7:4000");
  const auto hello = model.hello_with_cookie();
  for (int i = 0; i < 20'000; ++i) {
    std::string bytes = hello;
    if (i % 2 == 0) {
      bytes.resize(dice() % 300);
      for (auto& letter : bytes) letter = byte();
      if (!bytes.empty()) bytes[0] = static_cast<char>(20 + dice() % 6);
    } else {
      for (auto changes = dice() % 6; changes > 0; --changes) bytes[dice() % bytes.size()] = byte();
      bytes.resize(dice() % (bytes.size() + 1));
    }
    Guest guest(handshake_server, "203.0.113.9:4000");
    REQUIRE(size_of(guest.say(bytes)) <= bytes.size());
  }
  CHECK(handshake_server.pending() == 0);
}
