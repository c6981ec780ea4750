#include "net/udp_socket.h"

#include <netinet/udp.h>
#include <sys/socket.h>

#include "net/socket_fixture.h"

using namespace moonroom;
using namespace moonroom::net;

namespace {

void send(UdpSocket& socket, std::string_view bytes, const wire::Endpoint& to) {
  wire::Outbox out;
  out.send(bytes, to);
  socket.send(out);
}

// A connected client receives only from the address that it wrote to.
void round_trip(std::string_view listen_at, std::string_view write_to) {
  CAPTURE(listen_at);
  CAPTURE(write_to);
  auto server = listen(listen_at);
  auto client = connected(port_of(server, write_to));
  CHECK(client.send("hello"));
  SocketListener servers(server);
  CHECK(servers.receive_one() == "hello");
  CHECK(servers.from.port == client.local().port);
  send(server, "hi", servers.from);
  CHECK(SocketListener(client).receive_one() == "hi");
}

wire::Endpoint as_seen_by_server(std::string_view listen_at, std::string_view write_to) {
  auto server = listen(listen_at);
  auto client = connected(port_of(server, write_to));
  client.send("x");
  SocketListener ear(server);
  CHECK(ear.receive_one() == "x");
  return ear.from;
}

std::string why_not(const wire::Endpoint& where) {
  const auto socket = UdpSocket::bind(where);
  return socket ? "bound" : socket.error().what;
}

// Every second datagram goes to a closed port; the others must all arrive.
void send_past_closed_ports(std::string_view listen_at, std::string_view address) {
  CAPTURE(address);
  auto server = listen(listen_at);
  auto living = listen(std::string(address) + ":0");
  const auto dead = closed_port(address);
  wire::Outbox out;
  for (const auto& text : numbers(100)) {
    out.send(text, living.local());
    out.send("to nobody", dead);
  }
  server.send(out);
  // The last error is reported to the first datagram of this call.
  send(server, "end", living.local());
  CHECK(server.counters().sent == 201);
  CHECK(server.counters().dropped == 0);

  auto expected = numbers(100);
  expected.emplace_back("end");
  SocketListener ear(living);
  CHECK(ear.receive(101) == expected);

  REQUIRE(wait_for(server, POLLPRI));
  const auto unreachable = server.drain_unreachable();
  REQUIRE_FALSE(unreachable.empty());
  for (const auto& whom : unreachable) CHECK(to_string(whom) == to_string(dead));
  CHECK(server.counters().errors >= unreachable.size());
}

// Lengths rise and fall, so that there are runs of all kinds; each member's own lines are left out.
void many_lines_to_many(std::string_view listen_at, std::string_view address) {
  CAPTURE(listen_at);
  CAPTURE(address);
  constexpr size_t kMembers = 10;
  auto server = listen(listen_at);
  std::vector<UdpSocket> members;
  members.reserve(kMembers);
  for (size_t i = 0; i < kMembers; ++i) members.push_back(listen(std::string(address) + ":0"));
  std::vector<std::vector<std::string>> expected(kMembers);
  wire::Outbox out;
  for (size_t line = 0; line < 200; ++line) {
    const auto text = std::to_string(line) + std::string(line % 7 < 4 ? 20 : line % 31 + 1, 'x');
    const auto stored = out.store(text);
    for (size_t i = 0; i < kMembers; ++i) {
      if (i == line % kMembers) continue;
      out.send(stored, members[i].local());
      expected[i].push_back(text);
    }
  }
  server.send(out);
  CHECK(server.counters().sent == 200 * (kMembers - 1));
  CHECK(server.counters().unmerged == 0);
  for (size_t i = 0; i < kMembers; ++i)
    CHECK(SocketListener(members[i]).receive(expected[i].size()) == expected[i]);
}

}  // namespace

// ── Both ways ───────────────────────────────────────────────────────────────────────────────────

TEST_CASE("datagrams go both ways, over IPv4, IPv6, and a socket that has both") {
  round_trip("127.0.0.1:0", "127.0.0.1");
  round_trip("[::1]:0", "[::1]");
  round_trip("0.0.0.0:0", "127.0.0.1");
  round_trip("0", "127.0.0.1");
  round_trip("0", "[::1]");
}

TEST_CASE("an answer leaves from the address that was written to") {
  round_trip("0", "127.0.0.2");
  round_trip("0.0.0.0:0", "127.0.0.2");
}

TEST_CASE("a datagram tells which of our addresses it was written to") {
  CHECK(to_string(as_seen_by_server("0", "127.0.0.2").via) == "127.0.0.2");
  CHECK(to_string(as_seen_by_server("0.0.0.0:0", "127.0.0.2").via) == "127.0.0.2");
  CHECK(to_string(as_seen_by_server("0", "[::1]").via) == "::1");
}

TEST_CASE("a socket with one address needs not be told which") {
  CHECK(as_seen_by_server("127.0.0.1:0", "127.0.0.1").via.is_any());
  CHECK(as_seen_by_server("[::1]:0", "[::1]").via.is_any());
}

TEST_CASE("an IPv4 peer on a socket that has both is an IPv4 peer") {
  const auto peer = as_seen_by_server("0", "127.0.0.1");
  CHECK(peer.address.is_v4());
  CHECK(to_string(peer.address) == "127.0.0.1");
}

TEST_CASE("a broadcast gets an answer from a unicast address") {
  for (const auto* where : {"0", "0.0.0.0:0"}) {
    auto server = listen(where);
    auto caller = listen("127.0.0.1:0");
    const int on = 1;
    REQUIRE(::setsockopt(caller.descriptor(), SOL_SOCKET, SO_BROADCAST, &on, sizeof on) == 0);
    send(caller, "anybody?", port_of(server, "127.255.255.255"));
    SocketListener ear(server);
    REQUIRE(ear.receive_one() == "anybody?");
    CHECK(to_string(ear.from.via) == "127.0.0.1");
    send(server, "me", ear.from);
    CHECK(SocketListener(caller).receive_one() == "me");
    CHECK(server.counters().dropped == 0);
  }
}

TEST_CASE("an empty datagram is one too") {
  auto server = listen("127.0.0.1:0");
  auto client = listen("127.0.0.1:0");
  send(server, "", client.local());
  SocketListener ear(client);
  CHECK(ear.receive_one().empty());
  CHECK(ear.from == server.local());
  auto caller = connected(client.local());
  CHECK(caller.send(""));
  CHECK(ear.receive_one().empty());
}

TEST_CASE("a connected socket receives only from its server") {
  auto server = listen("127.0.0.1:0");
  auto other = listen("127.0.0.1:0");
  auto client = connected(server.local());
  send(other, "not me", client.local());
  send(server, "me", client.local());
  CHECK(SocketListener(client).receive_one() == "me");
}

// ── Many ────────────────────────────────────────────────────────────────────────────────────────

TEST_CASE("a hundred datagrams leave in one call and arrive in order, a batch at a time") {
  auto server = listen("127.0.0.1:0");
  auto client = listen("127.0.0.1:0");
  wire::Outbox out;
  for (const auto& text : numbers(100)) out.send(text, client.local());
  server.send(out);
  CHECK(server.counters().sent == 100);
  CHECK(server.counters().dropped == 0);
  SocketListener ear(client);
  CHECK(ear.receive(100) == numbers(100));
  CHECK(ear.largest == Batch::kDatagrams);
  CHECK(client.counters().received == 100);
  ear.receive_batch();
  CHECK(ear.received.size() == 100);
}

TEST_CASE("a text that goes to many reaches each of them once") {
  auto server = listen("0");
  std::vector<UdpSocket> members;
  members.reserve(100);
  for (int i = 0; i < 100; ++i) members.push_back(listen(i % 2 ? "127.0.0.1:0" : "[::1]:0"));
  wire::Outbox out;
  const auto text = out.store("to all");
  for (const auto& member : members) out.send(text, member.local());
  server.send(out);
  out.clear();
  for (const auto& member : members) out.send("end", member.local());
  server.send(out);
  for (auto& member : members)
    CHECK(SocketListener(member).receive(2) == std::vector<std::string>{"to all", "end"});
}

TEST_CASE("merged datagrams arrive one by one, whole and in order") {
  many_lines_to_many("127.0.0.1:0", "127.0.0.1");
  many_lines_to_many("[::1]:0", "[::1]");
  many_lines_to_many("0", "127.0.0.1");
  many_lines_to_many("0", "[::1]");
  many_lines_to_many("0.0.0.0:0", "127.0.0.1");
}

TEST_CASE("datagrams that the kernel does not merge go separately, and are counted") {
  auto server = listen("127.0.0.1:0");
  // The kernel does not split datagrams without checksums.
  const int on = 1;
  REQUIRE(::setsockopt(server.descriptor(), SOL_SOCKET, SO_NO_CHECK, &on, sizeof on) == 0);
  auto client = listen("127.0.0.1:0");
  const std::vector<std::string> texts = {"aa", "bb", "c", "ddd"};
  wire::Outbox out;
  for (const auto& text : texts) out.send(text, client.local());
  server.send(out);
  CHECK(SocketListener(client).receive(4) == texts);
  CHECK(server.counters().sent == 4);
  CHECK(server.counters().unmerged == 3);
  CHECK(server.counters().dropped == 0);
}

TEST_CASE("nothing is received from an empty queue, and it is not waited for") {
  auto server = listen("127.0.0.1:0");
  Batch batch;
  CHECK(server.receive(batch).empty());
}

TEST_CASE(
    "a datagram longer than any request shows that it was cut, the longest request does not") {
  auto server = listen("127.0.0.1:0");
  auto client = connected(server.local());
  for (const size_t size : {wire::kMaxRequest, size_t{6000}}) {
    client.send(std::string(size, 'x'));
    REQUIRE(wait_for(server, POLLIN));
    Batch batch;
    const auto got = server.receive(batch);
    REQUIRE(got.size() == 1);
    CHECK(got.front().truncated == (size > wire::kMaxRequest));
    CHECK(got.front().bytes.size() >= wire::kMaxRequest);
  }
  CHECK(server.counters().truncated == 1);
}

// ── Merged ──────────────────────────────────────────────────────────────────────────────────────

namespace {

// Ten of one length and a shorter one, and then a single one.
std::vector<std::string> eleven_and_one() {
  std::vector<std::string> texts;
  for (const auto& number : numbers(10)) texts.push_back(number + std::string(99, 'x'));
  texts.emplace_back("short");
  texts.push_back("alone" + std::string(200, 'y'));
  return texts;
}

void send_in_two_calls(UdpSocket& socket, const std::vector<std::string>& texts,
                       const wire::Endpoint& to) {
  wire::Outbox out;
  for (size_t i = 0; i + 1 < texts.size(); ++i) out.send(texts[i], to);
  socket.send(out);
  send(socket, texts.back(), to);
}

bool kernel_merges() {
  auto socket = listen("127.0.0.1:0");
  const int on = 1;
  return ::setsockopt(socket.descriptor(), SOL_UDP, UDP_GRO, &on, sizeof on) == 0;
}

// Returns the number of datagrams in the first call that received any.
size_t receive_merged(std::string_view address, bool accepts) {
  CAPTURE(address);
  auto server = listen(std::string(address) + ":0");
  auto client = connected(server.local());
  if (accepts) client.accept_merged();
  client.send("hello");
  SocketListener servers(server);
  REQUIRE(servers.receive_one() == "hello");
  const auto texts = eleven_and_one();
  send_in_two_calls(server, texts, servers.from);
  SocketListener ear(client, Batch::for_merged());
  REQUIRE(wait_for(client, POLLIN));
  ear.receive_batch();
  const auto at_once = ear.received.size();
  CHECK(ear.receive(texts.size()) == texts);
  CHECK(ear.from == server.local());
  CHECK(client.counters().received == texts.size());
  CHECK(client.counters().truncated == 0);
  return at_once;
}

}  // namespace

TEST_CASE("merged datagrams are split, and arrive in fewer calls") {
  for (const auto* address : {"127.0.0.1", "[::1]"}) {
    const auto singly = receive_merged(address, false);
    const auto merged = receive_merged(address, true);
    CHECK(singly < 11);
    if (kernel_merges()) CHECK(merged >= 11);
  }
}

TEST_CASE("an empty datagram between merged ones stays one") {
  auto server = listen("127.0.0.1:0");
  auto client = connected(server.local());
  client.accept_merged();
  wire::Outbox out;
  for (const auto* text : {"aa", "bb", "", "cc", "dd"}) out.send(text, client.local());
  server.send(out);
  SocketListener ear(client, Batch::for_merged());
  CHECK(ear.receive(5) == std::vector<std::string>{"aa", "bb", "", "cc", "dd"});
}

TEST_CASE("as much as the kernel merges has room") {
  auto server = listen("127.0.0.1:0");
  auto client = connected(server.local());
  client.accept_merged();
  wire::Outbox out;
  std::vector<std::string> texts;
  texts.reserve(200);
  for (int i = 0; i < 200; ++i) texts.emplace_back(1000, static_cast<char>('a' + i % 26));
  SocketListener ear(client, Batch::for_merged());
  for (size_t begin = 0; begin < texts.size(); begin += 50) {
    for (size_t i = begin; i < begin + 50; ++i) out.send(texts[i], client.local());
    server.send(out);
    out.clear();
    ear.receive(begin + 50);
  }
  CHECK(ear.received == texts);
  CHECK(client.counters().truncated == 0);
}

// ── Errors ───────────────────────────────────────────────────────────────────────────────────────

TEST_CASE("a dead peer is named, and the others lose nothing and hear nothing twice") {
  send_past_closed_ports("127.0.0.1:0", "127.0.0.1");
  send_past_closed_ports("[::1]:0", "[::1]");
  send_past_closed_ports("0", "127.0.0.1");
  send_past_closed_ports("0", "[::1]");
}

TEST_CASE("an error that waits keeps nothing from being received, and shows until it is taken") {
  auto server = listen("127.0.0.1:0");
  auto client = connected(server.local());
  send(server, "to nobody", closed_port("127.0.0.1"));
  REQUIRE(wait_for(server, POLLPRI));
  client.send("hello");
  SocketListener ear(server);
  CHECK(ear.receive_one() == "hello");
  CHECK(wait_for(server, POLLPRI));
  CHECK(server.drain_unreachable().size() == 1);
  CHECK(server.drain_unreachable().empty());
  pollfd quiet{server.descriptor(), POLLIN | POLLPRI, 0};
  CHECK(::poll(&quiet, 1, 0) == 0);
}

TEST_CASE("a datagram that cannot be sent is dropped and counted, and the next ones go") {
  auto server = listen("127.0.0.1:0");
  auto client = listen("127.0.0.1:0");
  wire::Outbox out;
  out.send("before", client.local());
  out.send(std::string(70000, 'x'), client.local());
  out.send("no port", at("127.0.0.1:0"));
  out.send("no broadcasting", at("127.255.255.255:9"));
  out.send("after", client.local());
  server.send(out);
  CHECK(server.counters().sent == 2);
  CHECK(server.counters().dropped == 3);
  CHECK(SocketListener(client).receive(2) == std::vector<std::string>{"before", "after"});
  CHECK(server.drain_unreachable().empty());
}

TEST_CASE("a client learns that the port is closed") {
  auto client = connected(closed_port("127.0.0.1"));
  client.send("x");
  REQUIRE(wait_for(client, POLLPRI));
  CHECK_FALSE(client.send("x"));
  CHECK_FALSE(client.drain_unreachable().empty());
}

TEST_CASE("a port that is taken is named in a sentence with advice") {
  auto first = listen("127.0.0.1:0");
  const auto port = std::to_string(first.local().port);
  const std::string rest = " is taken by another program; choose another with --listen";
  CHECK(why_not(first.local()) == "port " + port + " on 127.0.0.1" + rest);
  CHECK(why_not(at(port)) == "port " + port + rest);
  CHECK(why_not(at("203.0.113.1:0")) ==
        "this machine has no address 203.0.113.1; choose one of its own with --listen");
}
