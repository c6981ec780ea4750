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
  // Where nothing was ever installed that runs, not even /etc/hosts may be there.
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

TEST_CASE("what is no host or no port is refused in words") {
  CHECK(resolved("192.0.2.7:http") == "'http' is no port (0 to 65535)");
  CHECK(resolved("192.0.2.7:70000") == "'70000' is no port (0 to 65535)");
  CHECK(resolved("[::1]99") == "'99' is no port");
  CHECK(resolved("") == "'' names no host");
  CHECK(resolved(":99") == "':99' names no host");
  // Too long a word for any name server to be asked.
  const std::string nobody(64, 'x');
  CHECK(resolved(nobody).find("no host '" + nobody + "' is to be found: ") == 0);
}
