#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "bench/load/heard_before.h"
#include "bench/load/latency.h"
#include "bench/load/line.h"
#include "bench/load/speaker.h"
#include "bench/load/tongue.h"
#include "session/session_server.h"
#include "wire/session_text.h"

using namespace moonroom;
using namespace moonroom::bench;

namespace {

std::string text_of(Line line, Lengths lengths) {
  std::string text;
  write_text(line, lengths, text);
  return text;
}

// The datagrams of a turn in which all lines are sent.
std::vector<std::string> sent_for(Tongue& tongue, const std::vector<std::string>& lines) {
  std::vector<std::string> sent;
  const auto send = [&](std::string_view bytes) { sent.emplace_back(bytes); };
  for (const auto& line : lines) tongue.say(line, send);
  tongue.end_turn([](std::string_view) {}, send);
  return sent;
}

// The messages that `tongue` finds in bytes that arrive in pieces of `size`.
std::vector<std::string> hear_in_pieces(Tongue& tongue, std::string_view bytes, size_t size) {
  std::vector<std::string> heard;
  for (; !bytes.empty(); bytes.remove_prefix(std::min(size, bytes.size())))
    tongue.take(
        bytes.substr(0, size), [&](std::string_view message) { heard.emplace_back(message); },
        [](std::string_view) {});
  return heard;
}

const std::vector<std::string> kBoth = {"one", "two"};

// The other end of a session: admits its member, returns its lines as those of another member, and
// confirms its leave. Datagrams of both sides arrive at once.
class Host {
 public:
  explicit Host(Tongue& tongue) : tongue_(tongue) {}

  void begin_turn() { tongue_.begin_turn(now_.steady); }
  void end_turn() {
    tongue_.end_turn([](std::string_view) {}, send());
  }
  Tongue::Send send() {
    return [this](std::string_view bytes) { to_host_.emplace_back(bytes); };
  }
  /// Until both sides are idle; then once more, a second later.
  void exchange() {
    for (int second = 0; second < 2; ++second, now_ = now_ + std::chrono::seconds(1)) do {
        answer();
        hear();
      } while (!to_host_.empty());
  }

  std::vector<std::string> heard;
  size_t datagrams_in = 0;

 private:
  void answer() {
    wire::Outbox out;
    const auto sent = std::exchange(to_host_, {});
    datagrams_in += sent.size();
    for (const auto& bytes : sent)
      sessions_.receive({{{}, 7, 0, {}}, bytes}, now_, out,
                        [&](const auto& message) { take(message, out); });
    sessions_.flush(out, now_);
    for (const auto& delivery : out.deliveries()) to_member_.emplace_back(out.bytes(delivery));
  }
  void take(const wire::Datagram& message, wire::Outbox& out) {
    const auto request = wire::decode_session_request(message.bytes);
    REQUIRE(request);
    if (std::holds_alternative<wire::ComeIn>(*request))
      out.send(wire::encode(wire::Welcome{"token", 0}), message.from);
    if (const auto* said = std::get_if<wire::Say>(&*request))
      out.send(wire::encode(wire::Line{0, ++entries_, 0, "message", "ann", said->text}),
               message.from);
    if (std::holds_alternative<wire::Leave>(*request))
      out.send(wire::encode(wire::End{}), message.from);
  }
  void hear() {
    begin_turn();
    const auto hear = [this](std::string_view message) { heard.emplace_back(message); };
    for (const auto& bytes : std::exchange(to_member_, {})) tongue_.take(bytes, hear, send());
    tongue_.end_turn(hear, send());
  }

  Tongue& tongue_;
  Moment now_{SteadyTime(std::chrono::hours(1)), {}};
  secure::Identity identity_ = secure::Identity::ephemeral();
  session::SessionServer sessions_{
      identity_, {10, {10, 10, 10}}, [](wire::SessionId) { return true; }};
  std::vector<std::string> to_host_;
  std::vector<std::string> to_member_;
  uint64_t entries_ = 0;
};

}  // namespace

TEST_CASE("a line is found after any prefix of a server") {
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

TEST_CASE("doubled, late and overtaken lines are distinguished") {
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

TEST_CASE("a sender waits until all have received its oldest line, or it has been given up") {
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
  CHECK(latency.longest() == 1000);
}

TEST_CASE("streams are parsed for any split") {
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

TEST_CASE("the lines of one turn are sent together where the protocol allows it") {
  CHECK(sent_for(*irc_tongue("m"), kBoth) ==
        std::vector<std::string>{"PRIVMSG #room :one\r\nPRIVMSG #room :two\r\n"});
  CHECK(sent_for(*nats_tongue("m"), kBoth).size() == 1);
  CHECK(sent_for(*mqtt_tongue("m"), kBoth).size() == 1);
  CHECK(sent_for(*text_tongue("m"), kBoth) == std::vector<std::string>{"C m one", "C m two"});
  CHECK(sent_for(*irc_tongue("m"), {}).empty());
}

TEST_CASE("a packed datagram has a line between line feeds") {
  const auto tongue = packed_tongue("m");
  tongue->take(
      "OK", [](std::string_view) {}, [](std::string_view) {});
  CHECK(tongue->is_in());
  CHECK(hear_in_pieces(*tongue, "one\n\ntwo\n\n\n", 1000) == kBoth);
}

TEST_CASE("a session member completes the handshake, receives unchanged lines, and leaves") {
  const auto tongue = session_tongue("m");
  Host host(*tongue);
  host.begin_turn();
  tongue->knock(host.send());
  CHECK_FALSE(tongue->is_in());
  host.exchange();
  REQUIRE(tongue->is_in());
  std::string one;
  write_text({0, 7}, Lengths::mixed, one);
  const std::vector<std::string> said = {one, "two", std::string(3000, '3')};
  host.begin_turn();
  for (const auto& text : said) tongue->say(text, host.send());
  host.end_turn();
  host.exchange();
  REQUIRE(host.heard.size() == said.size());
  for (size_t i = 0; i < said.size(); ++i) CHECK(host.heard[i] == said[i]);
  host.begin_turn();
  tongue->leave(host.send());
  host.exchange();
  CHECK_FALSE(tongue->is_in());
}

TEST_CASE("a member of a session acknowledges many datagrams with one") {
  const auto tongue = session_tongue("m");
  Host host(*tongue);
  host.begin_turn();
  tongue->knock(host.send());
  host.exchange();
  host.begin_turn();
  for (int line = 0; line < 200; ++line) tongue->say(text_of({0, 7}, Lengths::equal), host.send());
  host.end_turn();
  const auto before = host.datagrams_in;
  host.exchange();
  CHECK(host.heard.size() == 200);
  CHECK(host.datagrams_in < before + 200 / 10 + 15);
}
