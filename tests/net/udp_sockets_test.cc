#include "net/udp_sockets.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>

#include <string>
#include <utility>
#include <vector>

using namespace moonroom;
using net::UdpSocket;
using net::UdpSockets;

namespace {

wire::Endpoint at(const char* where) {
  return *wire::parse_endpoint(where);
}

UniqueFd copy_of(const UdpSocket& socket) {
  return UniqueFd(::fcntl(socket.descriptor(), F_DUPFD_CLOEXEC, 3));
}

UdpSockets together(const std::vector<const UdpSocket*>& sockets) {
  std::vector<UniqueFd> copies;
  for (const auto* socket : sockets) copies.push_back(copy_of(*socket));
  std::vector<std::string> others;
  auto adopted = UdpSockets::adopt(std::move(copies), others);
  REQUIRE(adopted);
  CHECK(others.empty());
  return std::move(*adopted);
}

// All datagrams that arrive soon.
std::vector<wire::Datagram> all(UdpSockets& sockets, net::Batch& batch, size_t wanted) {
  std::vector<wire::Datagram> received;
  for (int tries = 0; received.size() < wanted && tries < 2000; ++tries) {
    sockets.begin_turn();
    while (!sockets.drained())
      for (const auto& datagram : sockets.receive(batch)) received.push_back(datagram);
    if (received.size() < wanted) ::poll(nullptr, 0, 1);
  }
  return received;
}

std::string text_received_by(UdpSocket& member) {
  net::Batch batch;
  for (int tries = 0; tries < 2000; ++tries) {
    for (const auto& datagram : member.receive(batch)) return std::string(datagram.bytes);
    ::poll(nullptr, 0, 1);
  }
  return {};
}

}  // namespace

TEST_CASE("of several sockets, the one that received a datagram sends the answer") {
  const auto first = UdpSocket::bind(at("127.0.0.1:0"));
  const auto second = UdpSocket::bind(at("0"));
  const auto third = UdpSocket::bind(at("[::1]:0"));
  auto sockets = together({&*first, &*second, &*third});
  CHECK(sockets.locals().size() == 3);
  const auto port = second->local().port;
  auto ada = *UdpSocket::connect(first->local());
  auto bob = *UdpSocket::connect(wire::Endpoint{at("127.0.0.1:1").address, port});
  auto cara = *UdpSocket::connect(wire::Endpoint{at("[::1]:1").address, port});
  auto dan = *UdpSocket::connect(third->local());
  for (auto* member : {&ada, &bob, &cara, &dan}) member->send("hello");
  net::Batch batch;
  const auto received = all(sockets, batch, 4);
  REQUIRE(received.size() == 4);
  wire::Outbox out;
  const auto line = out.store("to all of you");
  for (const auto& datagram : received) out.send(line, datagram.from);
  sockets.send(out);
  // A connected socket receives only from its own server.
  for (auto* member : {&ada, &bob, &cara, &dan})
    CHECK(text_received_by(*member) == "to all of you");
  CHECK(sockets.counters().received == 4);
  CHECK(sockets.counters().sent == 4);
}

TEST_CASE("an endpoint without a local socket is answered by one of the same family") {
  const auto v6 = UdpSocket::bind(at("[::1]:0"));
  const auto v4 = UdpSocket::bind(at("127.0.0.1:0"));
  auto sockets = together({&*v6, &*v4});
  auto ada = *UdpSocket::connect(v4->local());
  wire::Outbox out;
  out.send("welcome back", ada.local());
  sockets.send(out);
  CHECK(text_received_by(ada) == "welcome back");
}

TEST_CASE(
    "a socket that is none of UDP is named and left out; without any other there is no host") {
  const auto udp = UdpSocket::bind(at("127.0.0.1:0"));
  const auto stream = [] { return UniqueFd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)); };
  std::vector<UniqueFd> both;
  both.push_back(stream());
  both.push_back(copy_of(*udp));
  std::vector<std::string> others;
  auto adopted = UdpSockets::adopt(std::move(both), others);
  REQUIRE(adopted);
  CHECK(adopted->locals().size() == 1);
  CHECK(others.size() == 1);
  std::vector<UniqueFd> none;
  none.push_back(stream());
  CHECK_FALSE(UdpSockets::adopt(std::move(none), others));
}

TEST_CASE("a socket that is let go of shows no error, whatever the network reports") {
  auto host = *UdpSockets::bind(at("127.0.0.1:0"));
  const int socket = host.descriptors().front();
  const auto dead = [] { return UdpSocket::bind(at("127.0.0.1:0"))->local(); }();
  const auto shows = [socket] {
    pollfd state{socket, POLLIN | POLLPRI, 0};
    ::poll(&state, 1, 50);
    return state.revents;
  };
  wire::Outbox out;
  out.send("are you there?", dead);
  host.send(out);
  CHECK((shows() & POLLERR) != 0);
  host.forget_errors();
  CHECK(shows() == 0);
  host.send(out);
  CHECK(shows() == 0);
}
