#include "secure/dtls_record.h"

#include <doctest/doctest.h>

#include <string>

#include "guest.h"

using namespace moonroom::secure;

namespace {

std::string a_hello() {
  HandshakeServer handshake_server(some_identity());
  return Guest(handshake_server, "198.51.100.7:4000").hello();
}

}  // namespace

TEST_CASE("a datagram comes apart into its records") {
  HandshakeServer handshake_server(some_identity());
  Guest guest(handshake_server, "198.51.100.7:4000");
  const auto flight = guest.last_flight();
  std::string_view rest = flight;
  const auto secret = next_record(rest);
  const auto change = next_record(rest);
  const auto last = next_record(rest);
  REQUIRE((secret && change && last));
  CHECK(rest.empty());
  CHECK(!next_record(rest));
  CHECK(secret->type == RecordType::handshake);
  CHECK(message_of(*secret)->sequence == 2);
  CHECK(message_of(*secret)->length == 33);
  CHECK(change->type == RecordType::change_cipher);
  CHECK(change->body == "\1");
  CHECK(!message_of(*change));
  CHECK(last->epoch == 1);
  CHECK(!message_of(*last));
}

TEST_CASE("a truncated, empty, foreign or unexpected record is rejected") {
  const auto hello = a_hello();
  for (size_t size = 0; size < hello.size(); ++size) {
    auto cut = std::string_view(hello).substr(0, size);
    CHECK(!next_record(cut));
    CHECK(cut.size() == size);
  }
  auto bodiless = hello.substr(0, 13);
  bodiless[11] = bodiless[12] = 0;
  std::string_view empty = bodiless;
  CHECK(!next_record(empty));
  for (const char type : std::string("\0\x13\x17\x18\x19\x1a", 6)) {
    auto other = hello;
    other[0] = type;
    std::string_view rest = other;
    CHECK(!next_record(rest));
  }
  std::string_view tls = "\x16\x03\x03\0\0\0\0\0\0\0\0\0\1x";
  CHECK(!next_record(tls));
}

TEST_CASE("a client's first word is known by its random bytes") {
  const auto hello = a_hello();
  const auto random = client_random(hello);
  REQUIRE(random);
  CHECK(std::string(random->data(), random->size()) == hello.substr(13 + 12 + 2, 32));
  CHECK(client_random(a_hello()) != random);
}

TEST_CASE("another message, or a part of one, is no first word") {
  const auto hello = a_hello();
  CHECK(!client_random(""));
  CHECK(!client_random("L ann"));
  CHECK(!client_random(hello.substr(0, hello.size() - 1)));
  const auto with = [&](size_t at, char byte) {
    auto other = hello;
    other[at] = byte;
    return other;
  };
  CHECK(client_random(with(13, 1)));
  CHECK(!client_random(with(13, 2)));       // of another type
  CHECK(!client_random(with(4, 1)));        // encrypted
  CHECK(!client_random(with(13 + 2, 9)));   // longer than this part
  CHECK(!client_random(with(13 + 11, 9)));  // a shorter part
}
