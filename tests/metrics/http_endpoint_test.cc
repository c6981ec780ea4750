#include "metrics/http_endpoint.h"

#include <doctest/doctest.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "base/unique_fd.h"
#include "net/sockaddr.h"
#include "support/text.h"

using namespace moonroom;
using support::has;

namespace {

SteadyTime now() {
  return std::chrono::steady_clock::now();
}

wire::Endpoint loopback(uint16_t port) {
  wire::Endpoint here;
  here.address = wire::v4_address({127, 0, 0, 1});
  here.port = port;
  return here;
}

UniqueFd connect_to(const metrics::MetricsEndpoint& endpoint) {
  const auto address = net::to_sockaddr(endpoint.local(), AF_INET);
  UniqueFd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  REQUIRE(::connect(socket.get(), address.get(), address.size) == 0);
  return socket;
}

struct Monitor {
  metrics::MetricsEndpoint endpoint = std::move(*metrics::MetricsEndpoint::open(
      loopback(0), [this] { return "page " + std::to_string(++pages) + "\n"; }));
  int pages = 0;
  int rounds = 0;

  // The response until the server closes; serves the endpoint whenever it is readable.
  std::string ask(std::string_view request) {
    const auto socket = connect_to(endpoint);
    REQUIRE(::send(socket.get(), request.data(), request.size(), 0) ==
            static_cast<ssize_t>(request.size()));
    std::string reply;
    while (read_reply(socket.get(), reply)) {
    }
    return reply;
  }

  void serve_all() {
    pollfd ready{endpoint.descriptor(), POLLIN, 0};
    for (int turn = 0; turn < 50 && ::poll(&ready, 1, 0) == 1; ++turn) endpoint.serve(now());
  }

  bool read_reply(int socket, std::string& reply) {
    std::array<pollfd, 2> ready = {{{endpoint.descriptor(), POLLIN, 0}, {socket, POLLIN, 0}}};
    const auto due = endpoint.next_due().value_or(now() + std::chrono::hours(1));
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(due - now()).count();
    ::poll(ready.data(), ready.size(), static_cast<int>(std::max<int64_t>(wait, 0)));
    ++rounds;
    if (ready[0].revents) endpoint.serve(now());
    endpoint.tick(now());
    if (!ready[1].revents) return true;
    std::array<char, 4096> bytes;
    const auto size = ::recv(socket, bytes.data(), bytes.size(), 0);
    if (size > 0) reply.append(bytes.data(), static_cast<size_t>(size));
    return size > 0;
  }
};

std::string request(std::string_view verb, std::string_view path) {
  return std::string(verb) + " " + std::string(path) +
         " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
}

}  // namespace

TEST_CASE_FIXTURE(Monitor, "a request gets the page as of that moment") {
  const auto first = ask(request("GET", "/metrics"));
  CHECK(first.starts_with("HTTP/1.1 200 "));
  CHECK(has(first, "Content-Type: text/plain; version=0.0.4"));
  CHECK(first.ends_with("\r\n\r\npage 1\n"));
  CHECK(ask(request("GET", "/metrics")).ends_with("page 2\n"));
}

TEST_CASE_FIXTURE(Monitor, "there is one page, and it can only be read") {
  const auto root = ask(request("GET", "/"));
  CHECK(root.starts_with("HTTP/1.1 200 "));
  CHECK(root.ends_with("the metrics are at /metrics\n"));
  CHECK(ask(request("GET", "/metric")).starts_with("HTTP/1.1 404 "));
  CHECK(ask(request("GET", "/metrics/../etc/passwd")).starts_with("HTTP/1.1 404 "));
  const auto posted =
      ask("POST /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
          "Content-Length: 5\r\n\r\nhello");
  CHECK(posted.starts_with("HTTP/1.1 405 "));
  CHECK(has(posted, "Allow: GET, HEAD"));
  CHECK(pages == 0);
  const auto head = ask(request("HEAD", "/metrics"));
  CHECK(head.starts_with("HTTP/1.1 200 "));
  CHECK(head.ends_with("\r\n\r\n"));
}

TEST_CASE_FIXTURE(Monitor, "a foreign name is refused with a word") {
  const auto refused =
      ask("GET /metrics HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
  CHECK(refused.starts_with("HTTP/1.1 421 "));
  CHECK(has(refused, "--metrics-name"));
  CHECK(pages == 0);
}

TEST_CASE_FIXTURE(Monitor, "each connection is closed after its answer") {
  const auto answer = ask("GET /metrics HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
  CHECK(answer.ends_with("page 1\n"));
  CHECK(has(answer, "Connection: close"));
}

TEST_CASE_FIXTURE(Monitor, "nonsense and endless requests end, and the next one is answered") {
  CHECK_FALSE(has(ask("\x16\x03\x01 this is no HTTP\r\n\r\n"), " 200 "));
  CHECK_FALSE(has(ask("GET /metrics HTTP/1.1\r\nHost: " + std::string(20000, 'a')), " 200 "));
  CHECK(has(ask(request("GET", "/metrics")), " 200 "));
  CHECK(rounds < 100);
}

TEST_CASE_FIXTURE(Monitor, "a silent connection is closed at a known deadline") {
  CHECK_FALSE(endpoint.next_due());
  const auto silent = connect_to(endpoint);
  pollfd ready{endpoint.descriptor(), POLLIN, 0};
  REQUIRE(::poll(&ready, 1, 10000) == 1);
  endpoint.serve(now());
  REQUIRE(endpoint.next_due());
  CHECK(*endpoint.next_due() > now());
  CHECK(*endpoint.next_due() <= now() + std::chrono::minutes(1));
}

TEST_CASE("a slow request is closed at its deadline, whatever it sends") {
  auto endpoint =
      std::move(*metrics::MetricsEndpoint::open(loopback(0), [] { return std::string("page"); }));
  auto time = now();
  const auto slow = connect_to(endpoint);
  const std::string_view request = "GET /metrics HTTP/1.1\r\nHost: localhost\r\nX: ";
  for (size_t sent = 0; sent < 11; ++sent) {
    const auto due = endpoint.next_due();
    if (sent > 0) REQUIRE(due);
    REQUIRE(::send(slow.get(), &request[sent], 1, MSG_NOSIGNAL) == 1);
    endpoint.serve(time);
    time += std::chrono::milliseconds(900);
  }
  time += std::chrono::seconds(1);
  endpoint.tick(time);
  endpoint.serve(time);
  pollfd ended{slow.get(), POLLIN, 0};
  REQUIRE(::poll(&ended, 1, 1000) == 1);
  std::array<char, 16> bytes{};
  CHECK(::recv(slow.get(), bytes.data(), bytes.size(), 0) <= 0);
  CHECK_FALSE(endpoint.next_due());
}

// After each of these, a good request is answered within a second; the endpoint is served only when
// its descriptor is readable.
TEST_CASE_FIXTURE(Monitor, "a good request is answered, whatever other clients send") {
  struct Others {
    const char* name;
    std::string_view bytes;
    int count;
    bool closed;
  };
  static const std::string kHuge =
      "GET /metrics HTTP/1.1\r\nHost: localhost\r\nX: " + std::string(100'000, 'x');
  static const std::string kManyHeaders = [] {
    std::string text = "GET /metrics HTTP/1.1\r\nHost: localhost\r\n";
    for (int i = 0; i < 3000; ++i) text += "X" + std::to_string(i) + ": y\r\n";
    return text;
  }();
  const std::string_view half = "GET /metrics HTTP/1.1\r\nHost: local";
  const std::string_view good = "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n";
  const std::vector<Others> table = {
      {"one silent", "", 1, false},
      {"16 silent", "", 16, false},
      {"33 silent", "", 33, false},
      {"200 silent", "", 200, false},
      {"33 silent, closed", "", 33, true},
      {"33 half requests", half, 33, false},
      {"33 half requests, closed", half, 33, true},
      {"64 half requests, closed", half, 64, true},
      {"65 half requests, closed", half, 65, true},
      {"300 half requests", half, 300, false},
      {"300 half requests, closed", half, 300, true},
      {"100 single letters", "G", 100, false},
      {"100 without an end of the head", "GET /metrics HTTP/1.1\r\nHost: localhost\r\n", 100,
       false},
      {"100 whose answers are not read", good, 100, false},
      {"100 whose answers are not read, closed", good, 100, true},
      {"100 pipelined", "GET /metrics HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: b\r\n\r\n",
       100, false},
      {"100 keep-alive",
       "GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n", 100, false},
      {"100 of HTTP/1.0 without a host", "GET /metrics HTTP/1.0\r\n\r\n", 100, false},
      {"100 of HTTP/1.0, kept alive", "GET /metrics HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
       100, false},
      {"100 foreign hosts", "GET /metrics HTTP/1.1\r\nHost: evil.example\r\n\r\n", 100, false},
      {"100 bodies that never come",
       "POST /metrics HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nx", 100, false},
      {"100 chunks that never end",
       "POST /metrics HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
       100, false},
      {"100 that expect to go on",
       "POST /metrics HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: "
       "9\r\n\r\n",
       100, false},
      {"20 huge headers", kHuge, 20, false},
      {"20 with 3000 headers", kManyHeaders, 20, false},
      {"100 of TLS", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc", 100, false},
      {"100 of nonsense", "nonsense\r\n\r\n", 100, false},
      {"100 of only line feeds", "\n\n\n\n", 100, false},
  };
  for (const auto& others : table) {
    INFO(others.name);
    std::vector<UniqueFd> sockets;
    for (int i = 0; i < others.count; ++i) {
      sockets.push_back(connect_to(endpoint));
      if (!others.bytes.empty())
        ::send(sockets.back().get(), others.bytes.data(), others.bytes.size(),
               MSG_NOSIGNAL | MSG_DONTWAIT);
      if (others.closed) sockets.back() = UniqueFd();
      if (i % 16 == 15) serve_all();
    }
    serve_all();
    const auto began = now();
    CHECK(has(ask(request("GET", "/metrics")), " 200 "));
    CHECK(now() - began < std::chrono::seconds(1));
  }
}

TEST_CASE("without a descriptor left nothing is accepted, and later again") {
  metrics::MetricsEndpoint endpoint =
      std::move(*metrics::MetricsEndpoint::open(loopback(0), [] { return std::string("page"); }));
  const auto waiting = connect_to(endpoint);
  rlimit limit{};
  REQUIRE(::getrlimit(RLIMIT_NOFILE, &limit) == 0);
  const rlimit none{3, limit.rlim_max};
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &none) == 0);
  endpoint.serve(now());
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &limit) == 0);
  pollfd ready{endpoint.descriptor(), POLLIN, 0};
  CHECK(::poll(&ready, 1, 0) == 0);
  REQUIRE(endpoint.next_due());
  endpoint.tick(*endpoint.next_due());
  REQUIRE(endpoint.next_due());
  CHECK(*endpoint.next_due() > now() + std::chrono::seconds(5));
}

TEST_CASE("a client that requests much and reads nothing does not keep the loop busy") {
  auto endpoint = std::move(
      *metrics::MetricsEndpoint::open(loopback(0), [] { return std::string(8 << 20, 'x'); }));
  const auto reader = connect_to(endpoint);
  const auto asked = request("GET", "/metrics");
  REQUIRE(::send(reader.get(), asked.data(), asked.size(), 0) > 0);
  pollfd ready{endpoint.descriptor(), POLLIN, 0};
  REQUIRE(::poll(&ready, 1, 10000) == 1);
  int rounds = 0;
  for (; rounds < 1000 && (::poll(&ready, 1, 100) == 1 || *endpoint.next_due() <= now()); ++rounds)
    endpoint.serve(now());
  CHECK(rounds < 1000);
  CHECK(*endpoint.next_due() > now());
}

TEST_CASE_FIXTURE(Monitor,
                  "two endpoints cannot have the same address, and the second reports it") {
  const auto second =
      metrics::MetricsEndpoint::open(endpoint.local(), [] { return std::string(); });
  REQUIRE_FALSE(second);
  CHECK(has(second.error().what, to_string(endpoint.local())));
}
