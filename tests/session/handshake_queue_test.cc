#include "session/handshake_queue.h"

#include <doctest/doctest.h>

#include <string>

using namespace moonroom;
using session::HandshakeQueue;

namespace {

wire::Endpoint at(std::string_view text) {
  return *wire::parse_endpoint(text);
}

}  // namespace

TEST_CASE("datagrams of one source come out in the order in which they went in") {
  HandshakeQueue queue;
  CHECK(queue.empty());
  CHECK_FALSE(queue.pop());
  for (const auto* words : {"one", "two", "three"}) CHECK(queue.push({at("10.0.0.1:1"), words}));
  CHECK(queue.pop()->bytes == "one");
  CHECK(queue.pop()->bytes == "two");
  CHECK(queue.pop()->bytes == "three");
  CHECK(queue.empty());
}

TEST_CASE(
    "a flood from one network drops its own datagrams, and a newcomer waits for one of them") {
  HandshakeQueue queue;
  CHECK(queue.push({at("203.0.113.9:1"), "newcomer"}));
  int dropped = 0;
  for (int i = 0; i < 4000; ++i) {
    auto from = at("198.51.100.0:1");
    from.address.bytes[15] = static_cast<uint8_t>(i);
    dropped += queue.push({from, "flood"}) ? 0 : 1;
  }
  CHECK(dropped == 4000 + 1 - 2048);
  CHECK(queue.push({at("[2001:db8::1]:1"), "another"}) == false);
  int before = 0;
  while (queue.pop()->bytes != "another") ++before;
  CHECK(before == 2);
}
