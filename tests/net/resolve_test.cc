#include "net/resolve.h"

#include <doctest/doctest.h>
#include <netdb.h>

#include <string>

using namespace moonroom;

namespace {

std::string resolved(std::string_view text) {
  const auto endpoint = net::resolve(text, 8888);
  return endpoint ? to_string(*endpoint) : endpoint.error().what;
}

}  // namespace

TEST_CASE("a host in numbers is found with and without a port") {
  CHECK(resolved("192.0.2.7") == "192.0.2.7:8888");
  CHECK(resolved("192.0.2.7:99") == "192.0.2.7:99");
  CHECK(resolved("[2001:db8::7]:99") == "[2001:db8::7]:99");
  CHECK(resolved("[2001:db8::7]") == "[2001:db8::7]:8888");
  CHECK(resolved("2001:db8::7") == "[2001:db8::7]:8888");
  CHECK(resolved("::1") == "[::1]:8888");
  CHECK(resolved("fe80::1%1") == "[fe80::1%1]:8888");
}

TEST_CASE("a host is found by its name") {
  // A minimal system can lack even /etc/hosts.
  addrinfo* known = nullptr;
  if (::getaddrinfo("localhost", nullptr, nullptr, &known) != 0) return;
  ::freeaddrinfo(known);
  for (const auto* name : {"localhost", "localhost:99"}) {
    const auto endpoint = net::resolve(name, 8888);
    REQUIRE(endpoint);
    CHECK(endpoint->address.is_local());
    CHECK(endpoint->port == (std::string_view(name) == "localhost" ? 8888 : 99));
  }
}

TEST_CASE("a malformed host or port is refused in words") {
  const std::string forms = "; write HOST, HOST:PORT or [IPV6]:PORT";
  CHECK(resolved("192.0.2.7:http") == "'http' is no port (0 to 65535)" + forms);
  CHECK(resolved("192.0.2.7:70000") == "'70000' is no port (0 to 65535)" + forms);
  CHECK(resolved("[::1]99") == "'99' is no port" + forms);
  CHECK(resolved("") == "'' names no host" + forms);
  CHECK(resolved(":99") == "':99' names no host" + forms);
}

TEST_CASE("a text that cannot be a host is refused without a lookup") {
  const std::string wrong[] = {"",
                               " ",
                               ":99",
                               "a b",
                               "ho\tst",
                               "[::1",
                               "[::1]x",
                               "[::1]:",
                               "[]:5",
                               "[zz]",
                               "[localhost]",
                               "[192.0.2.7",
                               "::g",
                               "1:2:3",
                               "a:b:c",
                               "a..b",
                               ".a",
                               "-a.b",
                               "8888",
                               "0",
                               "1.2.3.4.5",
                               "999.1.1.1",
                               "a.7",
                               "http://a:88",
                               "a:88/x",
                               "a@b",
                               "a,b",
                               "a:",
                               "a:-1",
                               "a:+1",
                               "a: 88",
                               "a:65536",
                               "a:1e3",
                               "192.0.2.7%1",
                               "fe80::1%",
                               "fe80::1%no-such-card",
                               std::string(64, 'x'),
                               "a." + std::string(260, 'b'),
                               std::string("a\0b", 3)};
  for (const auto& text : wrong) CHECK_MESSAGE(!net::parse_target(text), text);
}

TEST_CASE("a host is taken apart") {
  struct Row {
    const char* text;
    const char* host;
    std::optional<uint16_t> port;
  };
  const Row rows[] = {{"a", "a", {}},
                      {"a.", "a.", {}},
                      {"a_b-c.7d:1", "a_b-c.7d", 1},
                      {"聊天.example", "聊天.example", {}},
                      {"127.1", "127.1", {}},
                      {"192.0.2.7:0", "192.0.2.7", 0},
                      {"[::1]:65535", "::1", 65535},
                      {"[192.0.2.7]:8", "192.0.2.7", 8},
                      {"2001:db8::7", "2001:db8::7", {}}};
  for (const auto& row : rows) {
    CAPTURE(row.text);
    const auto target = net::parse_target(row.text);
    REQUIRE(target);
    CHECK(target->host == row.host);
    CHECK(target->port == row.port);
  }
}
