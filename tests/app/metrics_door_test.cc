#include "app/metrics_door.h"

#include <doctest/doctest.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

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

UniqueFd connect_to(const app::MetricsDoor& door) {
  const auto address = net::to_sockaddr(door.local(), AF_INET);
  UniqueFd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  REQUIRE(::connect(socket.get(), address.get(), address.size) == 0);
  return socket;
}

struct Monitor {
  app::MetricsDoor door = std::move(*app::MetricsDoor::open(
      loopback(0), [this] { return "page " + std::to_string(++pages) + "\n"; }));
  int pages = 0;
  int rounds = 0;

  // What comes back until the other side closes; the door is served whenever it asks for that.
  std::string ask(std::string_view request) {
    const auto socket = connect_to(door);
    REQUIRE(::send(socket.get(), request.data(), request.size(), 0) ==
            static_cast<ssize_t>(request.size()));
    std::string reply;
    while (hear(socket.get(), reply)) {
    }
    return reply;
  }

  bool hear(int socket, std::string& reply) {
    std::array<pollfd, 2> ready = {{{door.descriptor(), POLLIN, 0}, {socket, POLLIN, 0}}};
    const auto due = door.next_due().value_or(now() + std::chrono::hours(1));
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(due - now()).count();
    ::poll(ready.data(), ready.size(), static_cast<int>(std::max<int64_t>(wait, 0)));
    ++rounds;
    if (ready[0].revents) door.serve(now());
    door.tick(now());
    if (!ready[1].revents) return true;
    std::array<char, 4096> bytes;
    const auto size = ::recv(socket, bytes.data(), bytes.size(), 0);
    if (size > 0) reply.append(bytes.data(), static_cast<size_t>(size));
    return size > 0;
  }
};

std::string request(std::string_view verb, std::string_view path) {
  return std::string(verb) + " " + std::string(path) +
         " HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n";
}

}  // namespace

TEST_CASE_FIXTURE(Monitor, "who asks is shown the page as it is at that moment") {
  const auto first = ask(request("GET", "/metrics"));
  CHECK(first.starts_with("HTTP/1.1 200 "));
  CHECK(has(first, "Content-Type: text/plain; version=0.0.4"));
  CHECK(first.ends_with("\r\n\r\npage 1\n"));
  CHECK(ask(request("GET", "/metrics")).ends_with("page 2\n"));
}

TEST_CASE_FIXTURE(Monitor, "there is one page, and it can only be read") {
  CHECK(ask(request("GET", "/")).starts_with("HTTP/1.1 404 "));
  CHECK(ask(request("GET", "/metrics/../etc/passwd")).starts_with("HTTP/1.1 404 "));
  const auto posted =
      ask("POST /metrics HTTP/1.1\r\nHost: here\r\nConnection: close\r\n"
          "Content-Length: 5\r\n\r\nhello");
  CHECK(posted.starts_with("HTTP/1.1 405 "));
  CHECK(has(posted, "Allow: GET, HEAD"));
  CHECK(pages == 0);
  const auto head = ask(request("HEAD", "/metrics"));
  CHECK(head.starts_with("HTTP/1.1 200 "));
  CHECK(head.ends_with("\r\n\r\n"));
}

TEST_CASE_FIXTURE(Monitor, "nonsense and endless requests end, and the next one is answered") {
  CHECK_FALSE(has(ask("\x16\x03\x01 this is no HTTP\r\n\r\n"), " 200 "));
  CHECK_FALSE(has(ask("GET /metrics HTTP/1.1\r\nHost: " + std::string(20000, 'a')), " 200 "));
  CHECK(has(ask(request("GET", "/metrics")), " 200 "));
  CHECK(rounds < 100);
}

TEST_CASE_FIXTURE(Monitor, "who says nothing is waited for until a moment that is known") {
  CHECK_FALSE(door.next_due());
  const auto silent = connect_to(door);
  pollfd ready{door.descriptor(), POLLIN, 0};
  REQUIRE(::poll(&ready, 1, 10000) == 1);
  door.serve(now());
  REQUIRE(door.next_due());
  CHECK(*door.next_due() > now());
  CHECK(*door.next_due() <= now() + std::chrono::minutes(1));
}

TEST_CASE("who asks for much and reads nothing keeps nobody awake") {
  auto door =
      std::move(*app::MetricsDoor::open(loopback(0), [] { return std::string(8 << 20, 'x'); }));
  const auto reader = connect_to(door);
  const auto asked = request("GET", "/metrics");
  REQUIRE(::send(reader.get(), asked.data(), asked.size(), 0) > 0);
  pollfd ready{door.descriptor(), POLLIN, 0};
  REQUIRE(::poll(&ready, 1, 10000) == 1);
  int rounds = 0;
  for (; rounds < 1000 && (::poll(&ready, 1, 100) == 1 || *door.next_due() <= now()); ++rounds)
    door.serve(now());
  CHECK(rounds < 1000);
  CHECK(*door.next_due() > now());
}

TEST_CASE_FIXTURE(Monitor, "two doors are not at the same address, and the second says so") {
  const auto second = app::MetricsDoor::open(door.local(), [] { return std::string(); });
  REQUIRE_FALSE(second);
  CHECK(has(second.error().what, to_string(door.local())));
}
