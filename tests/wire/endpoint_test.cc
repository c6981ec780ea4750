#include "wire/endpoint.h"

#include <doctest/doctest.h>

#include <unordered_set>

namespace {

using namespace moonroom::wire;

Endpoint parsed(std::string_view text) {
  const auto endpoint = parse_endpoint(text);
  REQUIRE_MESSAGE(endpoint, text);
  return *endpoint;
}

std::string round(std::string_view text) {
  return to_string(parsed(text));
}

bool is_local(const std::string& address) {
  return parsed(address + ":1").address.is_local();
}

}  // namespace

TEST_CASE("an endpoint is printed as it is written") {
  CHECK(round("192.0.2.7:8888") == "192.0.2.7:8888");
  CHECK(round("[2001:db8::7]:8888") == "[2001:db8::7]:8888");
  CHECK(round("[fe80::1%7]:53") == "[fe80::1%7]:53");
  CHECK(round("127.0.0.1:0") == "127.0.0.1:0");
  CHECK(round("127.0.0.1:65535") == "127.0.0.1:65535");
}

TEST_CASE("an IPv6 address needs no brackets where the port is plain") {
  CHECK(round("::1:8888") == "[::1]:8888");
}

TEST_CASE("without an address it is any address") {
  for (const auto* text : {"8888", ":8888"}) {
    const auto endpoint = parsed(text);
    CHECK(endpoint.address.is_any());
    CHECK(endpoint.address == Address{});
    CHECK(endpoint.port == 8888);
  }
}

TEST_CASE("an IPv4 address is the same one in its IPv6 form") {
  CHECK(parsed("[::ffff:192.0.2.7]:80") == parsed("192.0.2.7:80"));
  CHECK(parsed("192.0.2.7:80").address == v4_address({192, 0, 2, 7}));
  CHECK(parsed("192.0.2.7:80").address.is_v4());
  CHECK_FALSE(parsed("[::1]:80").address.is_v4());
}

TEST_CASE("0.0.0.0 is any address too") {
  CHECK(parsed("0.0.0.0:80").address.is_any());
  CHECK_FALSE(parsed("127.0.0.1:80").address.is_any());
}

TEST_CASE("malformed endpoints are refused") {
  for (const std::string_view text :
       {"", ":", "host:80", "192.0.2.7", "192.0.2.7:", "192.0.2.7:65536", "192.0.2.7:-1",
        "192.0.2.7:+1", "192.0.2.7:8 8", "192.0.2.256:80", "192.0.2:80", "[::1]", "[::1]80",
        "[::1:80", "::1", "[::g]:80", " 127.0.0.1:80", "127.0.0.1:80 "})
    CHECK_FALSE_MESSAGE(parse_endpoint(text), text);
}

TEST_CASE("the problem names the part that is wrong") {
  CHECK(parse_endpoint("127.0.0.1:http").error().what == "'http' is no port (0 to 65535)");
  CHECK(parse_endpoint("localhost:80").error().what == "'localhost' is no IP address");
}

TEST_CASE("nothing hides behind a NUL") {
  CHECK_FALSE(parse_endpoint(std::string_view("127.0.0.1\0.evil:80", 18)));
  CHECK_FALSE(parse_endpoint(std::string_view("[fe80::1%lo\0x]:80", 17)));
}

TEST_CASE("only a link-local address belongs to an interface, and to one that exists") {
  CHECK(parsed("[fe80::1%lo]:80").address.scope != 0);
  CHECK(parsed("[fe80::1]:80").address.scope == 0);
  CHECK_FALSE(parse_endpoint("[fe80::1%nosuch]:80"));
  CHECK_FALSE(parse_endpoint("[fe80::1%]:80"));
  CHECK_FALSE(parse_endpoint("[2001:db8::7%1]:80"));
  CHECK_FALSE(parse_endpoint("[::ffff:192.0.2.7%1]:80"));
  CHECK_FALSE(parse_endpoint("192.0.2.7%1:80"));
}

TEST_CASE("loopback, private and link-local addresses are local") {
  for (const auto* address :
       {"127.0.0.1", "127.255.255.255", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.0.1",
        "169.254.1.1", "[::1]", "[fe80::1]", "[febf::1]", "[fc00::1]", "[fdff::1]"})
    CHECK_MESSAGE(is_local(address), address);
}

TEST_CASE("all others are not") {
  for (const auto* address :
       {"0.0.0.0", "8.8.8.8", "11.0.0.1", "126.255.255.255", "172.15.255.255", "172.32.0.0",
        "192.167.0.1", "169.253.1.1", "[::]", "[::2]", "[fec0::1]", "[2001:db8::1]", "[fe00::1]"})
    CHECK_FALSE_MESSAGE(is_local(address), address);
}

TEST_CASE("endpoints are told apart by address, port and interface") {
  CHECK_FALSE(parsed("127.0.0.1:1") == parsed("127.0.0.1:2"));
  CHECK_FALSE(parsed("127.0.0.1:1") == parsed("127.0.0.2:1"));
  CHECK_FALSE(parsed("[fe80::1%1]:1") == parsed("[fe80::1%2]:1"));
}

TEST_CASE("which of our addresses was written to does not tell endpoints apart") {
  auto here = parsed("192.0.2.7:80");
  auto there = here;
  there.via = v4_address({10, 0, 0, 1});
  CHECK(here == there);
  CHECK(std::hash<Endpoint>()(here) == std::hash<Endpoint>()(there));
}

TEST_CASE("members behind one address hash far apart") {
  std::unordered_set<size_t> low_bits;
  auto endpoint = parsed("192.0.2.7:0");
  for (uint16_t port = 40'000; port < 41'024; ++port) {
    endpoint.port = port;
    low_bits.insert(std::hash<Endpoint>()(endpoint) % 4096);
  }
  CHECK(low_bits.size() > 768);
}
