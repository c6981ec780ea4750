#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "bench/load/heard_before.h"
#include "bench/load/latency.h"
#include "bench/load/line.h"
#include "bench/load/speaker.h"
#include "bench/load/tongue.h"

using namespace moonroom;
using namespace moonroom::bench;

namespace {

std::string text_of(Line line, Lengths lengths) {
  std::string text;
  write_text(line, lengths, text);
  return text;
}

// What `tongue` hears in bytes that come in pieces of `size`.
std::vector<std::string> hear_in_pieces(Tongue& tongue, std::string_view bytes, size_t size) {
  std::vector<std::string> heard;
  for (; !bytes.empty(); bytes.remove_prefix(std::min(size, bytes.size())))
    tongue.take(
        bytes.substr(0, size), [&](std::string_view message) { heard.emplace_back(message); },
        [](std::string_view) {});
  return heard;
}

const std::vector<std::string> kBoth = {"one", "two"};

}  // namespace

TEST_CASE("a line is known again behind whatever a server puts before it") {
  const auto text = text_of({3, 42}, Lengths::equal);
  CHECK(text.size() == 64);
  const auto message = "m0003: " + text;
  const auto heard = heard_in(message);
  REQUIRE(heard);
  CHECK(heard->line == Line{3, 42});
  CHECK(heard->text == text);
}

TEST_CASE("no two lines are the same, and mixed lengths fill their range") {
  size_t shortest = 1000;
  size_t longest = 0;
  for (uint32_t number = 0; number < 1000; ++number) {
    const auto size = text_of({1, number}, Lengths::mixed).size();
    shortest = std::min(shortest, size);
    longest = std::max(longest, size);
    CHECK(text_of({1, number}, Lengths::mixed) != text_of({2, number}, Lengths::mixed));
  }
  CHECK(shortest == 24);
  CHECK(longest == 128);
}

TEST_CASE("a notice is no line, and half a line is a spoilt one") {
  CHECK_FALSE(is_line("m0003 came in"));
  CHECK_FALSE(heard_in("m0003 came in"));
  CHECK(is_line("|0003 000"));
  CHECK_FALSE(heard_in("|0003 000"));
  CHECK_FALSE(heard_in("|0003 0000x042 abcdefgh"));
}

TEST_CASE("what comes twice, late or out of turn is told apart") {
  HeardBefore heard;
  CHECK(heard.note(0) == Order::in_turn);
  CHECK(heard.note(3) == Order::in_turn);
  CHECK(heard.note(3) == Order::doubled);
  CHECK(heard.note(1) == Order::overtaken);
  CHECK(heard.note(1) == Order::doubled);
  CHECK(heard.note(100) == Order::in_turn);
  CHECK(heard.note(37) == Order::overtaken);
  CHECK(heard.note(36) == Order::ancient);
}

TEST_CASE("a speaker waits until all have heard his oldest line, or it has been given up") {
  Speaker speaker;
  const SteadyTime start{};
  speaker.speak(start, 2);
  speaker.speak(start + std::chrono::seconds(1), 1);
  CHECK_FALSE(speaker.may_speak(2));
  CHECK(speaker.heard(*speaker.flight(1)));
  CHECK_FALSE(speaker.may_speak(2));
  CHECK_FALSE(speaker.heard(*speaker.flight(0)));
  CHECK(speaker.give_up(start) == 0);
  CHECK(speaker.give_up(start + std::chrono::milliseconds(1)) == 1);
  CHECK(speaker.silent());
  CHECK(speaker.flight(0) == nullptr);
}

TEST_CASE("percentiles are right to a thirtieth") {
  Latency latency;
  for (int micros = 1; micros <= 1000; ++micros) latency.record(std::chrono::microseconds(micros));
  CHECK(latency.percentile(0.5) == doctest::Approx(500).epsilon(0.034));
  CHECK(latency.percentile(0.99) == doctest::Approx(990).epsilon(0.034));
}

TEST_CASE("streams are understood however they are cut") {
  for (const size_t size : {size_t{1}, size_t{2}, size_t{7}, size_t{1000}}) {
    CAPTURE(size);
    const std::string mqtt("0\x09\0\x04roomone0\x09\0\x04roomtwo", 22);
    CHECK(hear_in_pieces(*mqtt_tongue("m"), mqtt, size) == kBoth);
    CHECK(hear_in_pieces(*nats_tongue("m"), "MSG room 1 3\r\none\r\nMSG room 1 3\r\ntwo\r\n",
                         size) == kBoth);
    CHECK(hear_in_pieces(*irc_tongue("m"),
                         ":a!a@h PRIVMSG #room :one\r\n:b!b@h JOIN :#room\r\n"
                         ":a!a@h PRIVMSG #room :two\r\n",
                         size) == kBoth);
  }
}

TEST_CASE("a packed datagram has a line between line feeds") {
  const auto tongue = packed_tongue("m");
  tongue->take(
      "OK", [](std::string_view) {}, [](std::string_view) {});
  CHECK(tongue->is_in());
  CHECK(hear_in_pieces(*tongue, "one\n\ntwo\n\n\n", 1000) == kBoth);
}
