#include "link/link.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <string>

#include "link/network.h"

using namespace moonroom;
using namespace moonroom::link;
using namespace std::chrono_literals;

namespace {

std::string numbered(size_t i, size_t size = 0) {
  auto text = std::to_string(i) + ' ';
  if (text.size() < size) text.resize(size, '.');
  return text;
}

/// Each message begins with its number, from 0.
bool in_order(const std::vector<std::string>& heard) {
  for (size_t i = 0; i < heard.size(); ++i) {
    if (!heard[i].starts_with(numbered(i))) return false;
  }
  return true;
}

/// Both sides send `count` messages of all lengths, singly or in bursts.
void chat(Network& network, size_t count, unsigned seed) {
  std::mt19937 chance(seed);
  const auto up_to = [&](size_t most) {
    return std::uniform_int_distribution<size_t>(0, most)(chance);
  };
  std::array<size_t, 2> said{};
  while (said[0] < count || said[1] < count) {
    for (const int side : {0, 1}) {
      const auto heap = up_to(20) == 0 ? up_to(30) : up_to(1);
      for (size_t i = 0; i < heap; ++i) {
        auto& n = said[static_cast<size_t>(side)];
        if (n < count) network.say(side, numbered(n++, up_to(20) == 0 ? up_to(4000) : up_to(300)));
      }
    }
    network.pass(std::chrono::milliseconds(up_to(20)));
  }
}

bool all_heard(const Network& network, size_t count) {
  return network.heard[0].size() >= count && network.heard[1].size() >= count;
}

}  // namespace

// ── Reliable delivery ────────────────────────────────────────────────────────────────────────────

TEST_CASE("each message comes once and in order, up to 60 % loss each way") {
  for (const double loss : {0.0, 0.1, 0.3, 0.6}) {
    for (unsigned seed = 1; seed <= 40; ++seed) {
      CAPTURE(loss);
      CAPTURE(seed);
      Network network({.loss = loss, .doubled = 0.05, .reordered = 0.1}, seed);
      chat(network, 300, seed);
      REQUIRE(network.wait_for([&] { return all_heard(network, 300) && network.is_quiet(); }));
      CHECK(in_order(network.heard[0]));
      CHECK(in_order(network.heard[1]));
      CHECK(network.heard[0].size() == 300);
      CHECK(network.heard[1].size() == 300);
      CHECK(network.sides[0].backlog() == 0);
      CHECK(network.sides[0].backlog_bytes() == 0);
    }
  }
}

TEST_CASE("a message of 66,000 bytes comes whole, between short ones, and so does an empty one") {
  Network network({.loss = 0.3, .reordered = 0.2});
  const std::vector<std::string> all{
      "before", std::string(kMaxMessage, 'x'),    "",
      "after",  std::string(kFragmentBytes, 'y'), std::string(kFragmentBytes + 1, 'z')};
  for (const auto& text : all) network.say(0, text);
  REQUIRE(network.wait_for([&] { return network.is_quiet(); }));
  CHECK(network.heard[1] == all);
}

TEST_CASE("a side that is gone for minutes gets everything when it is back") {
  Network network;
  network.say(0, numbered(0));
  network.pass(1s);
  network.weather.loss = 1;
  for (size_t i = 1; i < 1000; ++i) {
    network.say(0, numbered(i));
    network.pass(200ms);
  }
  network.pass(5min);
  network.weather.loss = 0;
  network.sides[1].ping();
  REQUIRE(network.wait_for([&] { return network.heard[1].size() == 1000; }, 1s));
  CHECK(in_order(network.heard[1]));
}

// ── Costs ────────────────────────────────────────────────────────────────────────────────────────

TEST_CASE("a link that has nothing to do says nothing") {
  Network network;
  CHECK(network.sides[0].next_due() == std::nullopt);
  network.say(0, "hello");
  CHECK(network.sides[0].next_due() == SteadyTime::min());
  REQUIRE(network.wait_for([&] { return network.is_quiet(); }, 10s));
  CHECK(network.heard[1].size() == 1);
  CHECK(network.packets[0] == 1);
  CHECK(network.packets[1] == 1);
}

TEST_CASE("messages sent at once leave in one packet") {
  Network network;
  for (size_t i = 0; i < 7; ++i) network.say(0, numbered(i, 64));
  network.flush();
  CHECK(network.packets[0] == 1);
}

TEST_CASE("an acknowledgement rides on a packet that goes anyway") {
  Network network;
  for (size_t i = 0; i < 40; ++i) {
    network.say(0, numbered(i));
    network.pass(50ms);
    network.say(1, numbered(i));
    network.pass(50ms);
  }
  network.pass(5s);
  // At first each message is acknowledged at once.
  CHECK(network.packets[0] + network.packets[1] < 80 + 40);
}

TEST_CASE("a listener on a good path answers less than every fourth of 20 messages a second") {
  Network network;
  network.pass(1s);
  for (size_t i = 0; i < 200; ++i) {
    network.say(0, numbered(i));
    network.pass(50ms);
  }
  const auto before = network.packets[1];
  for (size_t i = 200; i < 400; ++i) {
    network.say(0, numbered(i));
    network.pass(50ms);
  }
  CHECK(network.packets[1] - before < 50);
  CHECK(network.sides[0].repeats() == 0);
}

namespace {

/// One side sends `messages` each millisecond for two seconds, the other one message now and then.
void load(Network& network, int messages) {
  size_t said = 0;
  for (int turn = 0; turn < 2000; ++turn) {
    for (int i = 0; i < messages; ++i) network.say(0, numbered(said++, 64));
    if (turn % 10 == 0) network.say(1, "x");
    network.pass(1ms);
  }
  REQUIRE(network.wait_for([&] { return network.heard[1].size() == said; }, 5min));
  network.pass(10s);
  CHECK(in_order(network.heard[1]));
  CHECK(network.heard[1].size() == said);
}

/// The fragments of side 0 that arrived twice, in percent.
double needless(const Network& network) {
  return 100.0 * static_cast<double>(network.sides[1].doubled()) /
         static_cast<double>(network.sides[0].sent());
}

}  // namespace

TEST_CASE("under load nothing is repeated on a path that loses nothing, narrow or wide") {
  for (const size_t bytes_a_second : {150'000U, 400'000U, 5'000'000U}) {
    CAPTURE(bytes_a_second);
    Network network({.bytes_a_second = bytes_a_second}, 7);
    load(network, 4);
    CHECK(network.sides[0].repeats() == 0);
  }
}

TEST_CASE("under load less than 2 % is repeated needlessly on a path that loses and reorders 1 %") {
  for (const size_t bytes_a_second : {150'000U, 400'000U, 5'000'000U}) {
    CAPTURE(bytes_a_second);
    Network network({.loss = 0.01, .reordered = 0.01, .bytes_a_second = bytes_a_second}, 7);
    load(network, 3);
    CHECK(network.sides[0].repeats() > 0);
    CHECK(needless(network) < 2);
  }
}

TEST_CASE("under load a receiver that stops for a moment costs less than 2 %") {
  Network network({.bytes_a_second = 1'000'000}, 7);
  size_t said = 0;
  for (int turn = 0; turn < 4000; ++turn) {
    for (int i = 0; i < 4; ++i) network.say(0, numbered(said++, 64));
    network.weather.delay = turn % 1000 > 900 ? 150ms : 20ms;
    network.pass(1ms);
  }
  REQUIRE(network.wait_for([&] { return network.heard[1].size() == said; }, 60s));
  network.pass(10s);
  CHECK(needless(network) < 2);
}

TEST_CASE("a path that becomes ten times as slow is measured anew, and repeats end") {
  Network network;
  const auto talk = [&](size_t count) {
    for (size_t i = 0; i < count; ++i) {
      network.say(0, "word");
      network.pass(5s);
    }
  };
  talk(20);
  network.weather.delay = 300ms;
  talk(40);
  const auto before = network.sides[0].repeats();
  talk(100);
  CHECK(network.sides[0].repeats() == before);
}

TEST_CASE("answers that were lost do not make the path look slow") {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    CAPTURE(seed);
    Network network({.loss = 0.5}, seed);
    chat(network, 300, seed);
    REQUIRE(network.wait_for([&] { return all_heard(network, 300) && network.is_quiet(); }));
    CHECK(network.sides[0].round_trip() < 250ms);
    CHECK(network.sides[1].round_trip() < 250ms);
  }
}

TEST_CASE("latency of single messages at 10 % loss, 20 ms one way" * doctest::skip()) {
  Network network({.loss = 0.1}, 1);
  std::vector<double> taken;
  network.on_message = [&](int, std::string_view message) {
    const SteadyTime said{Duration(std::stoll(std::string(message)))};
    taken.push_back(std::chrono::duration<double, std::milli>(network.now - said).count());
  };
  for (int i = 0; i < 20'000; ++i) {
    network.say(0, std::to_string(network.now.time_since_epoch().count()));
    network.pass(50ms);
  }
  std::sort(taken.begin(), taken.end());
  for (const double part : {0.5, 0.9, 0.99, 0.999})
    MESSAGE("p", 100 * part, ": ",
            taken[static_cast<size_t>(part * static_cast<double>(taken.size()))], " ms");
}

// ── Retransmission ───────────────────────────────────────────────────────────────────────────────

TEST_CASE("a lost message is there a round trip after the next one") {
  Network network;
  for (int i = 0; i < 20; ++i) {
    network.say(0, "word");
    network.pass(50ms);
  }
  network.weather.loss = 1;
  network.say(0, "lost");
  network.flush();
  network.weather.loss = 0;
  network.pass(10ms);
  network.say(0, "next");
  CHECK(network.wait_for([&] { return network.heard[1].size() == 22; }, 75ms));
}

TEST_CASE("a lost last message on a path that lost before is repeated after some 1.5 round trips") {
  Network network;
  const auto lose = [&] {
    network.weather.loss = 1;
    network.say(0, "lost");
    network.flush();
    network.weather.loss = 0;
  };
  lose();
  for (int i = 0; i < 20; ++i) {
    network.say(0, "word");
    network.pass(200ms);
  }
  lose();
  CHECK(network.wait_for([&] { return network.heard[1].size() == 22; }, 95ms));
}

TEST_CASE("a silent peer gets one packet a timeout, ever more rarely, and nothing new") {
  Network network;
  network.say(0, "word");
  network.pass(1s);
  network.weather.loss = 1;
  for (int i = 0; i < 100; ++i) {
    network.say(0, numbered(static_cast<size_t>(i), 480));
    network.pass(20ms);
  }
  CHECK(network.sides[0].sent() > 10);
  CHECK(network.sides[0].sent() < 50);
  const auto before = network.packets[0];
  network.pass(10s);
  CHECK(network.packets[0] - before <= 10);
  network.pass(1min);
  const auto later = network.packets[0];
  network.pass(1min);
  CHECK(network.packets[0] - later <= 4);
}

TEST_CASE("a peer with a new address gets the data in flight again at once") {
  Network network;
  network.say(0, "word");
  network.pass(1s);
  network.weather.loss = 1;
  for (int i = 0; i < 5; ++i) {
    network.say(0, "lost");
    network.pass(10ms);
  }
  network.pass(5s);
  network.weather.loss = 0;
  network.sides[0].moved(network.now);
  CHECK(network.wait_for([&] { return network.heard[1].size() == 6; }, 150ms));
}

TEST_CASE("a fragment that looked late before its retransmission does not make the link due") {
  for (unsigned seed = 1; seed <= 100; ++seed) {
    Network network({.loss = 0.4, .reordered = 0.5}, seed);
    for (size_t i = 0; i < 60; ++i) {
      network.say(0, numbered(i, 300));
      network.pass(15ms);  // `pass` checks the link.
      if (i % 20 == 19) network.sides[0].moved(network.now);
    }
    REQUIRE(network.wait_for([&] { return network.is_quiet(); }));
    CHECK(in_order(network.heard[1]));
  }
}

TEST_CASE("whose owner can take no more answers sends without asking, unless it must know") {
  const auto asks = [](Link& link, RateWindow& answers) {
    std::array<char, 1167> packet;
    FrameReader frames({packet.data(), link.fill(packet, SteadyTime(1h), &answers)});
    bool asked = false;
    while (const auto frame = frames.next()) asked |= std::holds_alternative<Ping>(*frame);
    return asked;
  };
  RateWindow answers(1);
  Link first, second;
  first.send(SharedBuffer("x"));
  second.send(SharedBuffer("x"));
  CHECK(asks(first, answers));
  CHECK_FALSE(asks(second, answers));
  second.ping();
  CHECK(asks(second, answers));
}

TEST_CASE("a ping is answered, and once") {
  Network network;
  network.sides[0].ping();
  CHECK(network.sides[0].next_due() == SteadyTime::min());
  REQUIRE(network.wait_for([&] { return network.is_quiet(); }, 1s));
  CHECK(network.packets[0] == 1);
  CHECK(network.packets[1] == 1);
}

// ── Narrow paths ────────────────────────────────────────────────────────────────────────────────

TEST_CASE("on a path that carries only small packets a long message arrives, and talk goes on") {
  for (const bool narrow_from_the_start : {true, false}) {
    CAPTURE(narrow_from_the_start);
    Network network;
    const auto narrow = [&] { network.carries = kBaseFrames; };
    if (narrow_from_the_start) narrow();
    network.say(0, "hello");
    network.say(1, "hello");
    REQUIRE(network.wait_for([&] { return network.is_quiet(); }, 5s));
    for (int i = 0; i < 3; ++i) {
      network.say(0, std::string(4000, 'x'));
      REQUIRE(network.wait_for([&] { return network.is_quiet(); }, 30s));
    }
    CHECK(network.sides[0].path_is_full() != narrow_from_the_start);
    narrow();
    network.say(0, std::string(4000, 'y'));
    REQUIRE(network.wait_for([&] { return network.is_quiet(); }, 30s));
    CHECK(network.heard[1].back() == std::string(4000, 'y'));
    network.say(0, "after");
    network.say(1, std::string(66'000, 'z'));
    REQUIRE(network.wait_for([&] { return network.is_quiet(); }, 30s));
    CHECK(network.heard[1].back() == "after");
    CHECK(network.heard[0].back() == std::string(66'000, 'z'));
  }
}

// ── Packets ─────────────────────────────────────────────────────────────────────────────────────

TEST_CASE("packets in a row are full, the last is not, and padding says nothing") {
  for (size_t size = 0; size <= 700; size += 7) {
    CAPTURE(size);
    Network network;
    for (size_t i = 0; i < 60; ++i) network.say(0, numbered(i, size));
    network.flush();  // `flush` checks the sizes.
    REQUIRE(network.wait_for([&] { return network.is_quiet(); }, 10s));
    CHECK(network.heard[1].size() == 60);
    CHECK(in_order(network.heard[1]));
  }
}

TEST_CASE("two messages of which only one fits leave in two packets, the first one padded") {
  Network network;
  network.say(0, std::string(400, 'a'));
  network.say(0, std::string(400, 'b'));
  network.flush();
  CHECK(network.packets[0] == 2);
  CHECK(network.latest[0].size() ==
        kFragmentHead + 400 + 1);  // And a PING, because the path is unknown.
}

TEST_CASE("the longest fragment fits with everything that can accompany it") {
  Network network;
  network.say(1, "word");
  network.pass(5ms);
  network.say(1, "another one, whose acknowledgement waits a bit");
  network.pass(25ms);
  network.say(0, std::string(kFragmentBytes, 'x'));
  network.sides[0].ping();
  network.sides[0].close(CloseReason::removed);
  network.flush();
  CHECK(network.latest[0].size() == kMinPacket);
  CHECK(kMinPacket <= kBaseFrames);
}

TEST_CASE("no more than a window is on its way") {
  Network network;
  for (size_t i = 0; i < 1000; ++i) network.say(0, numbered(i));
  network.flush();
  CHECK(network.sides[0].sent() == kWindow);
  CHECK(network.sides[0].backlog() == 1000);
}

// ── Limits ──────────────────────────────────────────────────────────────────────────────────────

TEST_CASE("a link whose other side does not read overflows, lets everything go, and says so") {
  Network network;
  network.weather.loss = 1;
  for (size_t i = 0; i < kMaxBacklog; ++i) {
    network.say(0, "word");
    if (i % 1000 == 0) network.flush();
  }
  CHECK_FALSE(network.sides[0].overflowed());
  network.say(0, "word");
  CHECK(network.sides[0].overflowed());
  CHECK(network.sides[0].backlog() == 0);
  network.say(0, "word");
  CHECK(network.sides[0].backlog() == 0);
  CHECK(network.sides[0].next_due() == std::nullopt);
  network.weather.loss = 0;
  network.sides[0].close(CloseReason::behind);
  CHECK(network.wait_for(
      [&] { return network.sides[1].peer_close_reason() == CloseReason::behind; }, 100ms));
}

TEST_CASE("so does one with few messages of many bytes") {
  Network network;
  network.weather.loss = 1;
  const size_t fit = kMaxBacklogBytes / kMaxMessage;
  const SharedBuffer body{std::string(kMaxMessage, 'x')};
  for (size_t i = 0; i < fit; ++i) network.sides[0].send(body);
  network.pass(1s);
  CHECK(network.sides[0].backlog_bytes() == fit * kMaxMessage);
  CHECK_FALSE(network.sides[0].overflowed());
  network.sides[0].send(body);
  CHECK(network.sides[0].overflowed());
}

TEST_CASE("a packet that no link sends is refused, and frames before the fault are accepted") {
  const auto refuses = [](std::string_view frames) {
    Link link;
    link.send(SharedBuffer("one"));
    std::array<char, kMinPacket> packet;
    link.fill(packet, SteadyTime(1h));
    return !link.receive(frames, SteadyTime(1h), [](std::string_view) {});
  };
  const auto bytes = [](const auto& frame) {
    std::string packet(2000, '\0');
    FrameWriter out(packet);
    out.write(frame);
    return packet;
  };
  CHECK(refuses("\x09"));
  CHECK(refuses(bytes(Ack{3, 0})));
  CHECK(refuses(bytes(Ack{1, 1})));
  CHECK(refuses(bytes(Fragment{kWindow + 1, true, ""})));
  CHECK_FALSE(refuses(bytes(Ack{2, 0})));
  CHECK_FALSE(refuses(bytes(Fragment{kWindow, true, ""})));
  CHECK_FALSE(refuses(""));

  Link link;
  std::string heard;
  CHECK_FALSE(link.receive(std::string("\2\0\0\0\1\0\2hi\x09", 10), SteadyTime(1h),
                           [&](std::string_view message) { heard = message; }));
  CHECK(heard == "hi");
}

// ── Closing ──────────────────────────────────────────────────────────────────────────────────────

TEST_CASE("a goodbye comes behind everything that was said before it, whatever is lost") {
  for (unsigned seed = 1; seed <= 50; ++seed) {
    CAPTURE(seed);
    Network network({.loss = 0.3, .reordered = 0.3}, seed);
    for (size_t i = 0; i < 100; ++i) network.say(0, numbered(i, 100));
    network.sides[0].close(CloseReason::removed);
    network.say(0, "too late");
    REQUIRE(
        network.wait_for([&] { return network.sides[1].peer_close_reason().has_value(); }, 1min));
    CHECK(network.sides[1].peer_close_reason() == CloseReason::removed);
    CHECK(network.heard[1].size() == 100);
  }
}

TEST_CASE("a goodbye on a good path is one packet and its answer, and then both are finished") {
  Network network;
  network.say(0, "EXIT");
  network.sides[0].close(CloseReason::done);
  CHECK_FALSE(network.sides[0].finished());
  REQUIRE(network.wait_for([&] { return network.is_quiet(); }, 10s));
  CHECK(network.heard[1].size() == 1);
  CHECK(network.packets[0] == 1);
  CHECK(network.packets[1] == 1);
  CHECK(network.sides[0].finished());
  CHECK(network.sides[1].finished());
  CHECK(network.sides[0].peer_close_reason() == CloseReason::done);
}

TEST_CASE("a goodbye that is not answered is said a few times") {
  Network network({.loss = 1});
  network.sides[0].close(CloseReason::evicted);
  REQUIRE(network.wait_for([&] { return network.is_quiet(); }, 1min));
  CHECK(network.packets[0] == 5);
  CHECK(network.sides[0].finished());
}

TEST_CASE("two that say goodbye at once both come to an end") {
  for (unsigned seed = 1; seed <= 50; ++seed) {
    Network network({.loss = 0.2, .reordered = 0.2}, seed);
    network.say(0, "Q");
    network.sides[0].close(CloseReason::done);
    network.say(1, "EXIT");
    network.sides[1].close(CloseReason::removed);
    REQUIRE(network.wait_for([&] { return network.is_quiet(); }, 1min));
    CHECK(network.sides[0].finished());
    CHECK(network.sides[1].finished());
    CHECK(network.packets[0] + network.packets[1] < 40);
  }
}

TEST_CASE("a link that receives a close drops its backlog, and answers") {
  Network network;
  network.sides[0].close(CloseReason::done);
  network.pass(5ms);
  network.say(1, std::string(5000, 'x'));
  network.pass(20ms);
  CHECK(network.sides[1].peer_close_reason() == CloseReason::done);
  CHECK(network.sides[1].backlog() == 0);
  REQUIRE(network.wait_for([&] { return network.is_quiet(); }, 10s));
}
