#include "net/overflow.h"

#include <doctest/doctest.h>
#include <sys/socket.h>

#include "net/udp_socket.h"

using namespace moonroom;

TEST_CASE("datagrams that do not fit a socket's buffer are counted") {
  wire::Endpoint anywhere;
  anywhere.address = wire::v4_address({127, 0, 0, 1});
  const auto reader = net::UdpSocket::bind(anywhere);
  REQUIRE(reader);
  CHECK(net::overflow_of(reader->descriptor()) == 0);
  const int small = 1;
  ::setsockopt(reader->descriptor(), SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
  auto writer = net::UdpSocket::connect(reader->local());
  REQUIRE(writer);
  for (int i = 0; i < 100; ++i) writer->send("a line that nobody reads");
  CHECK(net::overflow_of(reader->descriptor()) > 50);
  CHECK(net::overflow_of(-1) == 0);
}
