#include "net/outgoing.h"

#include <netinet/udp.h>

#include "net/socket_fixture.h"

using namespace moonroom;
using namespace moonroom::net;

namespace {

std::string_view view(const iovec& datagram) {
  return {static_cast<const char*>(datagram.iov_base), datagram.iov_len};
}

// "PORT: first second" for each message with its datagrams.
std::vector<std::string> messages(Outgoing& outgoing, const wire::Outbox& out,
                                  Outgoing::Merging merging = Outgoing::Merging::yes) {
  std::vector<std::string> found;
  outgoing.begin(out, merging);
  for (auto run = outgoing.next(); !run.empty(); run = outgoing.next())
    for (const auto& message : run) {
      const auto* to = static_cast<const sockaddr_in*>(message.msg_hdr.msg_name);
      auto words = std::to_string(ntohs(to->sin_port)) + ":";
      for (size_t i = 0; i < Outgoing::datagrams_in(message); ++i)
        words.append(" ").append(view(message.msg_hdr.msg_iov[i]));
      found.push_back(std::move(words));
    }
  return found;
}

std::vector<std::string> merged(const wire::Outbox& out) {
  Outgoing outgoing(AF_INET, Outgoing::Source::by_route);
  return messages(outgoing, out);
}

wire::Outbox texts_to_one(const std::vector<std::string>& texts) {
  wire::Outbox out;
  for (const auto& text : texts) out.send(text, at("127.0.0.1:1"));
  return out;
}

using Words = std::vector<std::string>;

}  // namespace

TEST_CASE("datagrams of one size to one destination are one message, in their order") {
  wire::Outbox out;
  for (const auto* text : {"aa", "bb", "cc"})
    for (const auto* whom : {"127.0.0.1:1", "127.0.0.1:2"}) out.send(text, at(whom));
  CHECK(merged(out) == Words{"1: aa bb cc", "2: aa bb cc"});
}

TEST_CASE("one that is shorter is the last of a message, one that is longer the first of another") {
  CHECK(merged(texts_to_one({"aa", "bb", "c", "dd", "eee", "f", "g"})) ==
        Words{"1: aa bb c", "1: dd", "1: eee f", "1: g"});
}

TEST_CASE("an empty datagram is a message of its own: there is nothing to be cut off") {
  CHECK(merged(texts_to_one({"", "", "aa", "", "bb"})) ==
        Words{"1: ", "1: ", "1: aa", "1: ", "1: bb"});
}

TEST_CASE("without merging they go line by line") {
  wire::Outbox out;
  for (const auto* text : {"aa", "bb"})
    for (const auto* whom : {"127.0.0.1:1", "127.0.0.1:2"}) out.send(text, at(whom));
  Outgoing outgoing(AF_INET, Outgoing::Source::by_route);
  CHECK(messages(outgoing, out, Outgoing::Merging::no) ==
        Words{"1: aa", "2: aa", "1: bb", "2: bb"});
}

TEST_CASE("datagrams from two addresses are not one message") {
  wire::Outbox out;
  for (const auto* via : {"127.0.0.1", "127.0.0.1", "127.0.0.2"}) {
    auto to = at("127.0.0.1:1");
    to.via = *wire::parse_address(via);
    out.send("aa", to);
    out.send("bb", to);
  }
  CHECK(merged(out) == Words{"1: aa bb aa bb", "1: aa bb"});
}

TEST_CASE("a message has no more datagrams, and is no longer, than the kernel takes") {
  std::vector<std::string> texts(150, "aa");
  const auto by_number = merged(texts_to_one(texts));
  REQUIRE(by_number.size() == 3);
  CHECK(by_number[0].size() == 2 + 64 * 3);
  CHECK(by_number[2].size() == 2 + 22 * 3);
  std::vector<std::string> long_ones(100, std::string(1024, 'x'));
  for (const auto& words : merged(texts_to_one(long_ones))) CHECK(words.size() < 65'507);
}

TEST_CASE("however many there are, all are given, in order") {
  wire::Outbox out;
  for (const auto& text : numbers(1000))
    for (const auto* whom : {"127.0.0.1:1", "127.0.0.1:2", "127.0.0.1:3"}) out.send(text, at(whom));
  std::string to_second;
  for (const auto& words : merged(out))
    if (words.starts_with("2:")) to_second += words.substr(2);
  std::string expected;
  for (const auto& text : numbers(1000)) expected += " " + text;
  CHECK(to_second == expected);
}

TEST_CASE("one of several can be sent alone, from the same address") {
  Outgoing outgoing(AF_INET, Outgoing::Source::as_written_to);
  wire::Outbox out;
  auto to = at("127.0.0.1:1");
  to.via = *wire::parse_address("127.0.0.2");
  for (const auto* text : {"aa", "bb", "c"}) out.send(text, to);
  outgoing.begin(out, Outgoing::Merging::yes);
  auto run = outgoing.next();
  REQUIRE(run.size() == 1);
  auto alone = Outgoing::single(run.front(), 1);
  CHECK(Outgoing::datagrams_in(alone) == 1);
  CHECK(view(*alone.msg_hdr.msg_iov) == "bb");
  CHECK(find_control(run.front().msg_hdr, SOL_UDP, UDP_SEGMENT) != nullptr);
  CHECK(find_control(alone.msg_hdr, SOL_UDP, UDP_SEGMENT) == nullptr);
  CHECK(find_control(alone.msg_hdr, SOL_IP, IP_PKTINFO) != nullptr);
}
