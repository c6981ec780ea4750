#include "wire/sealed.h"

#include <doctest/doctest.h>

#include <string>

namespace {

using namespace moonroom::wire;

template <size_t Size>
std::string as_text(const std::array<char, Size>& bytes) {
  return {bytes.data(), bytes.size()};
}

}  // namespace

TEST_CASE("the first byte tells the protocols apart") {
  for (int first = 0; first < 256; ++first) {
    CAPTURE(first);
    const auto expected = first >= 20 && first <= 25 ? Protocol::handshake
                          : first == 0x80            ? Protocol::sealed
                          : first == 0x81            ? Protocol::hint
                                                     : Protocol::text;
    CHECK(protocol_of(std::string(1, static_cast<char>(first))) == expected);
    CHECK(protocol_of(std::string(40, static_cast<char>(first))) == expected);
  }
  CHECK(protocol_of("") == Protocol::text);
}

TEST_CASE("a sealed packet's head is big-endian") {
  const auto head = as_text(encode({0x0102030405060708, 0xf1f2f3f4f5f6f7f8}));
  CHECK(head == "\x80\x01\x02\x03\x04\x05\x06\x07\x08\xf1\xf2\xf3\xf4\xf5\xf6\xf7\xf8");
  const auto again = sealed_head(head + std::string(kSealTag, 'x'));
  REQUIRE(again);
  CHECK(again->session == 0x0102030405060708);
  CHECK(again->number == 0xf1f2f3f4f5f6f7f8);
}

TEST_CASE("a datagram of another protocol, or too short for a head and a tag, has no head") {
  auto packet = as_text(encode({1, 2})) + std::string(kSealTag, 'x');
  CHECK(sealed_head(packet));
  for (size_t size = 0; size < packet.size(); ++size) CHECK(!sealed_head(packet.substr(0, size)));
  packet[0] = '\x81';
  CHECK(!sealed_head(packet));
}

TEST_CASE("a hint names a session, and nothing else does") {
  const auto bytes = as_text(hint(0xa1a2a3a4a5a6a7a8));
  CHECK(bytes == "\x81\xa1\xa2\xa3\xa4\xa5\xa6\xa7\xa8");
  CHECK(hinted_session(bytes) == 0xa1a2a3a4a5a6a7a8);
  CHECK(!hinted_session(bytes + "x"));
  CHECK(!hinted_session(bytes.substr(0, 8)));
  CHECK(!hinted_session("\x80" + bytes.substr(1)));
  CHECK(!hinted_session(""));
}
