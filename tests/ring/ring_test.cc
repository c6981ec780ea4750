#include <doctest/doctest.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <unistd.h>

#include <string>
#include <thread>

#include "ring/host_channel.h"
#include "ring/worker_channel.h"

using namespace moonroom;

namespace {

UniqueFd duplicate(int fd) {
  return UniqueFd(::fcntl(fd, F_DUPFD_CLOEXEC, 3));
}

// Both ends in one process; the worker's end runs on a thread when a test waits on both sides.
struct Pair {
  int wake[2] = {-1, -1};
  ring::HostChannel relay;
  ring::WorkerChannel worker{duplicate(relay.host_page()), duplicate(relay.worker_page()),
                             pipe_end()};
  UniqueFd wake_reader{wake[0]};

  UniqueFd pipe_end() {
    REQUIRE(::pipe2(wake, O_CLOEXEC | O_NONBLOCK) == 0);
    return UniqueFd(wake[1]);
  }
  bool woken(int patience_ms) const {
    pollfd readable{wake_reader.get(), POLLIN, 0};
    return ::poll(&readable, 1, patience_ms) == 1;
  }
  // The worker's page as a malicious worker would write it.
  ring::WorkerPage* wild_page() const {
    return static_cast<ring::WorkerPage*>(::mmap(nullptr, sizeof(ring::WorkerPage),
                                                 PROT_READ | PROT_WRITE, MAP_SHARED,
                                                 relay.worker_page(), 0));
  }
};

}  // namespace

TEST_CASE_FIXTURE(Pair, "requests and responses arrive in order") {
  CHECK(relay.try_send("one"));
  CHECK(relay.try_send("two"));
  CHECK(worker.next_request() == "one");
  worker.send("eins");
  CHECK(worker.next_request() == "two");
  worker.send("zwei");
  CHECK(relay.next_response() == "eins");
  CHECK(relay.next_response() == "zwei");
  CHECK_FALSE(relay.next_response());
}

TEST_CASE_FIXTURE(Pair, "records of all sizes pass around the end of the buffer") {
  for (size_t size = 0; size < 3000; ++size) {
    const std::string record(size * 7 % 100000, static_cast<char>('a' + size % 26));
    REQUIRE(relay.try_send(record));
    REQUIRE(worker.next_request() == record);
    worker.send(record);
    REQUIRE(relay.next_response() == record);
  }
}

TEST_CASE_FIXTURE(Pair, "a full ring accepts no more until a response has freed space") {
  const std::string record(100000, 'x');
  int asked = 0;
  while (relay.try_send(record)) ++asked;
  CHECK(asked == 10);
  worker.next_request();
  CHECK(relay.try_send(record));
}

TEST_CASE_FIXTURE(Pair, "a request wakes a sleeping worker, a response a sleeping host") {
  CHECK(relay.arm_wakeup());
  std::thread other([&] {
    for (int i = 0; i < 1000; ++i) worker.send(worker.next_request());
    worker.flush();
  });
  int answers = 0;
  for (int asked = 0; answers < 1000;) {
    if (asked < 1000 && relay.try_send(std::to_string(asked))) ++asked;
    relay.wake_worker();
    while (const auto response = relay.next_response())
      CHECK(*response == std::to_string(answers++));
    if (asked == 1000 && answers < 1000 && relay.arm_wakeup()) CHECK(woken(5000));
    relay.disarm_wakeup();
  }
  other.join();
}

TEST_CASE_FIXTURE(Pair, "several responses wake the host once") {
  relay.arm_wakeup();
  worker.send("a");
  worker.flush();
  worker.flush();
  char bytes[64];
  CHECK(::read(wake_reader.get(), bytes, sizeof bytes) == 8);
}

TEST_CASE_FIXTURE(Pair, "the worker cannot write on the host's page") {
  void* page = ::mmap(nullptr, sizeof(ring::HostPage), PROT_READ | PROT_WRITE, MAP_SHARED,
                      relay.host_page(), 0);
  CHECK(page == MAP_FAILED);
}

TEST_CASE_FIXTURE(Pair, "wild cursors and lengths break the ring and nothing else") {
  auto* page = wild_page();
  SUBCASE("answers from nowhere") {
    page->responses_sent.value = 1ull << 40;
  }
  SUBCASE("answers taken back") {
    page->responses_sent.value = static_cast<uint64_t>(-8);
  }
  SUBCASE("an enormous record") {
    const uint32_t size = 0xfffffff0;
    page->responses.put(0, {reinterpret_cast<const char*>(&size), sizeof size});
    page->responses_sent.value = 64;
  }
  SUBCASE("a record longer than what is there") {
    const uint32_t size = 100;
    page->responses.put(0, {reinterpret_cast<const char*>(&size), sizeof size});
    page->responses_sent.value = 16;
  }
  CHECK_FALSE(relay.next_response());
  CHECK(relay.broken());
  ::munmap(page, sizeof(ring::WorkerPage));
}

TEST_CASE_FIXTURE(Pair, "a cursor beyond the requests leaves no space, and does no harm") {
  auto* page = wild_page();
  page->requests_received.value = 1ull << 50;
  CHECK_FALSE(relay.try_send("x"));
  ::munmap(page, sizeof(ring::WorkerPage));
}

TEST_CASE("a page full of noise is never believed past its bounds") {
  uint64_t noise = 88172645463325252ull;
  const auto next = [&] {
    noise ^= noise << 13;
    noise ^= noise >> 7;
    return noise ^= noise << 17;
  };
  for (int round = 0; round < 200; ++round) {
    Pair pair;
    auto* page = pair.wild_page();
    for (uint64_t at = 0; at < ring::kBufferBytes; at += 4096) {
      const uint64_t word = next();
      page->responses.put(at, {reinterpret_cast<const char*>(&word), sizeof word});
    }
    page->responses_sent.value = next() % (2 * ring::kBufferBytes);
    while (pair.relay.next_response()) {
    }
    ::munmap(page, sizeof(ring::WorkerPage));
  }
}
