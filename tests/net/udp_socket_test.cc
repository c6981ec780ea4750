#include "net/udp_socket.h"

#include <doctest/doctest.h>
#include <poll.h>

#include <string>
#include <vector>

#include "net/resolve.h"

using namespace moonroom;
using net::UdpSocket;

namespace {

wire::Endpoint at(const char* text) {
  return *wire::parse_endpoint(text);
}

UdpSocket listen(const char* where) {
  auto socket = UdpSocket::bind(at(where));
  REQUIRE(socket);
  return std::move(*socket);
}

// The datagrams that arrive, until there are `count` or nothing comes any more.
struct Ear {
  UdpSocket& socket;
  net::Batch batch;
  std::vector<wire::Endpoint> from;
  std::vector<std::string> heard;

  void wait(size_t count) {
    pollfd readable{socket.descriptor(), POLLIN, 0};
    while (heard.size() < count && ::poll(&readable, 1, 3000) == 1)
      for (const auto& datagram : socket.receive(batch)) {
        heard.emplace_back(datagram.bytes);
        from.push_back(datagram.from);
      }
  }
  std::string one() {
    heard.clear();
    wait(1);
    return heard.empty() ? "nothing" : heard.front();
  }
};

wire::Endpoint port_of(const UdpSocket& socket, const char* address) {
  auto where = at((std::string(address) + ":1").c_str());
  where.port = socket.local().port;
  return where;
}

void round_trip(const char* listen_at, const char* write_to) {
  auto server = listen(listen_at);
  auto client = UdpSocket::connect(port_of(server, write_to));
  REQUIRE(client);
  CHECK(client->send("hello"));
  Ear server_ear{server, {}, {}, {}};
  CHECK(server_ear.one() == "hello");
  wire::Outbox out;
  out.send("hi", server_ear.from.front());
  server.send(out);
  Ear client_ear{*client, {}, {}, {}};
  CHECK(client_ear.one() == "hi");
}

}  // namespace

TEST_CASE("datagrams go both ways, over IPv4, IPv6, and a socket that has both") {
  round_trip("127.0.0.1:0", "127.0.0.1");
  round_trip("[::1]:0", "[::1]");
  round_trip("0", "127.0.0.1");
  round_trip("0", "[::1]");
}

TEST_CASE("the answer leaves from the address that was written to") {
  // The client is connected: it hears only whom it wrote to.
  round_trip("0", "127.0.0.2");
}

TEST_CASE("an IPv4 peer on a socket that has both is an IPv4 peer") {
  auto server = listen("0");
  auto client = UdpSocket::connect(port_of(server, "127.0.0.1"));
  client->send("x");
  Ear ear{server, {}, {}, {}};
  ear.one();
  CHECK(ear.from.front().address.is_v4());
  CHECK(to_string(ear.from.front().via) == "127.0.0.1");
}

TEST_CASE("a thousand datagrams leave in one call and arrive in order") {
  auto server = listen("127.0.0.1:0");
  auto client = listen("127.0.0.1:0");
  wire::Outbox out;
  for (int i = 0; i < 500; ++i) out.send(std::to_string(i), client.local());
  server.send(out);
  Ear ear{client, {}, {}, {}};
  ear.wait(500);
  REQUIRE(ear.heard.size() == 500);
  for (size_t i = 0; i < 500; ++i) REQUIRE(ear.heard[i] == std::to_string(i));
  CHECK(server.counters().sent == 500);
  CHECK(server.counters().dropped == 0);
}

TEST_CASE("a datagram longer than any request shows that it was cut") {
  auto server = listen("127.0.0.1:0");
  auto client = UdpSocket::connect(server.local());
  client->send(std::string(6000, 'x'));
  pollfd readable{server.descriptor(), POLLIN, 0};
  REQUIRE(::poll(&readable, 1, 3000) == 1);
  net::Batch batch;
  const auto got = server.receive(batch);
  REQUIRE(got.size() == 1);
  CHECK(got.front().truncated);
}

TEST_CASE("an empty datagram is one too") {
  auto server = listen("127.0.0.1:0");
  auto client = listen("127.0.0.1:0");
  wire::Outbox out;
  out.send("", client.local());
  server.send(out);
  Ear ear{client, {}, {}, {}};
  CHECK(ear.one().empty());
}

TEST_CASE("a dead peer is named, and the others lose nothing by it") {
  auto server = listen("0");
  auto living = listen("127.0.0.1:0");
  auto dead = at("127.0.0.1:1");
  {
    auto gone = listen("127.0.0.1:0");
    dead = gone.local();
  }
  wire::Outbox out;
  for (int i = 0; i < 100; ++i) {
    out.send("to nobody", dead);
    out.send(std::to_string(i), living.local());
  }
  server.send(out);
  Ear ear{living, {}, {}, {}};
  ear.wait(100);
  REQUIRE(ear.heard.size() == 100);
  for (size_t i = 0; i < 100; ++i) CHECK(ear.heard[i] == std::to_string(i));
  const auto unreachable = server.take_unreachable();
  REQUIRE_FALSE(unreachable.empty());
  CHECK(unreachable.front() == dead);
}

TEST_CASE("a taken port is named in a sentence that says what to do") {
  auto first = listen("127.0.0.1:0");
  const auto second = UdpSocket::bind(first.local());
  REQUIRE_FALSE(second);
  CHECK(second.error().what.find("is taken by another program; choose another with --listen") !=
        std::string::npos);
}

TEST_CASE("a client learns that nobody listens") {
  wire::Endpoint dead;
  {
    auto gone = listen("127.0.0.1:0");
    dead = gone.local();
  }
  auto client = UdpSocket::connect(dead);
  client->send("x");
  bool noticed = false;
  for (int i = 0; i < 1000 && !noticed; ++i) {
    pollfd event{client->descriptor(), POLLIN | POLLPRI, 0};
    ::poll(&event, 1, 10);
    noticed = !client->take_unreachable().empty() || !client->send("x");
  }
  CHECK(noticed);
}

TEST_CASE("hosts are found by number and by name, with and without a port") {
  CHECK(to_string(*net::resolve("127.0.0.1", 8888)) == "127.0.0.1:8888");
  CHECK(to_string(*net::resolve("127.0.0.1:99", 8888)) == "127.0.0.1:99");
  CHECK(to_string(*net::resolve("[::1]:99", 8888)) == "[::1]:99");
  CHECK(to_string(*net::resolve("::1", 8888)) == "[::1]:8888");
  CHECK_FALSE(net::resolve("127.0.0.1:http", 8888));
}
