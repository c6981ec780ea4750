#include "net/sockaddr.h"

#include "net/socket_fixture.h"

using namespace moonroom;
using namespace moonroom::net;

namespace {

std::string there_and_back(std::string_view text, int family) {
  return to_string(to_endpoint(to_sockaddr(at(text), family)));
}

}  // namespace

TEST_CASE("an endpoint is the same after it has been the kernel's") {
  CHECK(there_and_back("192.0.2.7:8888", AF_INET) == "192.0.2.7:8888");
  CHECK(there_and_back("[2001:db8::7]:8888", AF_INET6) == "[2001:db8::7]:8888");
  CHECK(there_and_back("[fe80::1%7]:53", AF_INET6) == "[fe80::1%7]:53");
}

TEST_CASE("IPv4 is the same on an IPv6 socket") {
  CHECK(there_and_back("192.0.2.7:8888", AF_INET6) == "192.0.2.7:8888");
  CHECK(to_sockaddr(at("192.0.2.7:8888"), AF_INET6).v6.sin6_family == AF_INET6);
}

TEST_CASE("an address is as long as its family says") {
  CHECK(to_sockaddr(at("192.0.2.7:8888"), AF_INET).size == sizeof(sockaddr_in));
  CHECK(to_sockaddr(at("192.0.2.7:8888"), AF_INET6).size == sizeof(sockaddr_in6));
}
