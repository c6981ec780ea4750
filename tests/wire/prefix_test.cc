#include "wire/prefix.h"

#include <doctest/doctest.h>

using namespace moonroom::wire;

namespace {

Address address(std::string_view text) {
  const auto parsed = parse_address(text);
  REQUIRE_MESSAGE(parsed, text);
  return *parsed;
}

}  // namespace

TEST_CASE("the source and the network of an address") {
  struct Row {
    const char* address;
    const char* source;
    const char* network;
  };
  const Row rows[] = {
      {"198.51.100.7", "198.51.100.7", "198.51.100.0/24"},
      {"255.255.255.255", "255.255.255.255", "255.255.255.0/24"},
      {"127.0.0.1", "127.0.0.1", "127.0.0.0/24"},
      {"::ffff:198.51.100.7", "198.51.100.7", "198.51.100.0/24"},
      {"2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64", "2001:db8:1::/48"},
      {"2001:db8:1:ffff:ffff:ffff:ffff:ffff", "2001:db8:1:ffff::/64", "2001:db8:1::/48"},
      {"fd00:1:2:3::4", "fd00:1:2:3::/64", "fd00:1:2::/48"},
      {"64:ff9b::198.51.100.7", "64:ff9b::c633:6407", "64:ff9b::c633:6400/120"},
      {"64:ff9b:1::1", "64:ff9b:1::/64", "64:ff9b:1::/48"},
      {"fe80::1%1", "fe80::1%1", "fe80::%1/64"},
      {"::1", "::1", "::/64"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.address);
    CHECK(to_string(source_of(address(row.address))) == row.source);
    CHECK(to_string(network_of(address(row.address))) == row.network);
    CHECK(network_of(address(row.address)).contains(source_of(address(row.address))));
  }
}

TEST_CASE("neighbours share a source, and strangers do not") {
  CHECK(source_of(address("2001:db8::1")) == source_of(address("2001:db8::ffff:1")));
  CHECK(source_of(address("2001:db8::1")) != source_of(address("2001:db8:0:1::1")));
  CHECK(source_of(address("198.51.100.7")) != source_of(address("198.51.100.8")));
  CHECK(source_of(address("fe80::1%1")) != source_of(address("fe80::1%2")));
  CHECK(source_of(address("fe80::1%1")) != source_of(address("fe80::2%1")));
}

TEST_CASE("prefixes are read and written in one form") {
  struct Row {
    const char* text;
    const char* written;
  };
  const Row rows[] = {
      {"198.51.100.0/24", "198.51.100.0/24"},
      {"198.51.100.77/24", "198.51.100.0/24"},
      {"198.51.100.7/32", "198.51.100.7"},
      {"198.51.100.7", "198.51.100.7"},
      {"0.0.0.0/0", "0.0.0.0/0"},
      {"10.255.255.255/9", "10.128.0.0/9"},
      {"2001:db8::/48", "2001:db8::/48"},
      {"2001:DB8:0:0:1::/64", "2001:db8::/64"},
      {"2001:db8::1/128", "2001:db8::1"},
      {"::ffff:198.51.100.7/24", "198.51.100.0/24"},
      {"::/0", "::/0"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    const auto prefix = parse_prefix(row.text);
    REQUIRE(prefix);
    CHECK(to_string(*prefix) == row.written);
    CHECK(parse_prefix(row.written) == *prefix);
  }
}

TEST_CASE("malformed prefixes are refused") {
  for (const auto* text :
       {"", "/", "/24", "198.51.100.0/", "198.51.100.0/33", "198.51.100.0/-1", "198.51.100.0/+1",
        "198.51.100.0/ 8", "198.51.100.0/8 ", "2001:db8::/129", "2001:db8::/48/48", "198.51.100/24",
        "ann", "ann/24", "198.51.100.7:80", "198.51.100.0/99999999999999999999", "198.51.100.0/0x8",
        "fe80::%1/1", "fe80::1%1/9"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_prefix(text));
  }
}

TEST_CASE("a block contains the addresses of its own family") {
  struct Row {
    const char* prefix;
    const char* address;
    bool is_in;
  };
  const Row rows[] = {
      {"198.51.100.0/24", "198.51.100.255", true},
      {"198.51.100.0/24", "198.51.101.0", false},
      {"0.0.0.0/0", "198.51.100.7", true},
      {"0.0.0.0/0", "2001:db8::1", false},
      {"::/0", "2001:db8::1", true},
      {"::/0", "198.51.100.7", false},
      {"2001:db8::/33", "2001:db8:7fff::", true},
      {"2001:db8::/33", "2001:db8:8000::", false},
      {"fe80::%1/64", "fe80::1%1", true},
      {"fe80::%1/64", "fe80::1%2", false},
  };
  for (const auto& row : rows) {
    CAPTURE(row.prefix);
    CAPTURE(row.address);
    CHECK(parse_prefix(row.prefix)->contains(address(row.address)) == row.is_in);
  }
}
