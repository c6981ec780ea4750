#include "ring/pending_requests.h"

#include <doctest/doctest.h>

#include <string>

using namespace moonroom;
using ring::PendingRequests;

namespace {

room::Event line(const char* text) {
  return room::MessageEvent{1, text};
}

room::Event passing() {
  return room::CloseEvent{};
}

// Sends up to `most`, and returns the numbers sent: "1 3".
std::string send(PendingRequests& pending, size_t most) {
  std::string numbers;
  while (const auto* request = pending.next_to_send(most)) {
    numbers += (numbers.empty() ? "" : " ") + std::to_string(request->number);
    pending.mark_sent();
  }
  return numbers;
}

uint64_t take(PendingRequests& pending) {
  ring::Request request;
  pending.take_front(request);
  return request.number;
}

}  // namespace

TEST_CASE("requests are numbered, sent and answered in order") {
  PendingRequests pending;
  pending.add_task(ring::Shutdown{}, {});
  pending.add_event(line("a"), {});
  pending.add_event(line("b"), {});
  CHECK(pending.events() == 2);
  CHECK(send(pending, 2) == "1 2");
  CHECK(send(pending, 2).empty());
  CHECK(take(pending) == 1);
  CHECK(send(pending, 2) == "3");
  CHECK(take(pending) == 2);
  CHECK(take(pending) == 3);
  CHECK(pending.events() == 0);
  CHECK(pending.empty());
  CHECK_FALSE(pending.has_sent());
}

TEST_CASE("an event that no script judges is never sent, and waits for its turn") {
  PendingRequests pending;
  pending.add_event(line("a"), {});
  pending.add_event(passing(), {});
  pending.add_event(passing(), {});
  pending.add_event(line("b"), {});
  CHECK(send(pending, 9) == "1 4");
  CHECK(pending.passing_front() == nullptr);
  take(pending);
  for (int i = 0; i < 2; ++i) {
    REQUIRE(pending.passing_front() != nullptr);
    pending.drop_front();
  }
  CHECK(pending.passing_front() == nullptr);
  CHECK(pending.events() == 1);
  CHECK(pending.has_sent());
  CHECK(take(pending) == 4);
  CHECK_FALSE(pending.has_sent());
}

TEST_CASE("the oldest event that was sent is dropped, and the order of the others is kept") {
  PendingRequests pending;
  ring::Request dropped;
  pending.add_task(ring::Shutdown{}, {});
  pending.add_event(passing(), {});
  pending.add_event(line("a"), {});
  pending.add_event(line("b"), {});
  CHECK_FALSE(pending.take_sent_event(dropped));
  CHECK(send(pending, 3) == "1 3");
  REQUIRE(pending.take_sent_event(dropped));
  CHECK(dropped.number == 3);
  CHECK(pending.size() == 3);
  CHECK(take(pending) == 1);
  CHECK(pending.passing_front() != nullptr);
  pending.drop_front();
  CHECK(take(pending) == 4);
}

TEST_CASE("a new worker gets the events of the last one under new numbers") {
  PendingRequests pending;
  pending.add_event(line("a"), {});
  pending.add_event(line("b"), {});
  send(pending, 1);
  auto waiting = pending.take_all();
  CHECK(pending.empty());
  CHECK(pending.events() == 0);
  pending.add_task(ring::Shutdown{}, {});
  for (; !waiting.empty(); waiting.pop_front()) pending.add_again(waiting.front());
  CHECK(pending.events() == 2);
  CHECK(send(pending, 9) == "3 4 5");
}
