#include "client/event_queue.h"

#include <doctest/doctest.h>

#include <utility>

using namespace moonroom::client;
using moonroom::SteadyTime;

namespace {

MessageReceived queued_message(std::string line) {
  MessageReceived message;
  message.line = std::move(line);
  return message;
}

std::vector<Event> drain(EventQueue& queue, SteadyTime now) {
  auto events = decode_events(queue.packet());
  queue.handed_over(now);
  REQUIRE(events);
  return std::move(*events);
}

const SteadyTime kStart{std::chrono::hours(1)};

}  // namespace

TEST_CASE("the first event goes at once, those that follow it go together a moment later") {
  EventQueue queue;
  CHECK_FALSE(queue.next_due());
  queue.push(queued_message("one"));
  CHECK(*queue.next_due() <= kStart);
  CHECK(drain(queue, kStart).size() == 1);
  queue.push(queued_message("two"));
  queue.push(queued_message("three"));
  CHECK(*queue.next_due() == kStart + EventQueue::kPace);
  CHECK(drain(queue, kStart).size() == 2);
  CHECK(queue.empty());
}

TEST_CASE("a packet has bounds, and nothing is lost at them") {
  EventQueue queue;
  for (int i = 0; i < 100; ++i) queue.push(queued_message(std::string(1000, 'x')));
  size_t drained = 0;
  while (!queue.empty()) {
    CHECK(queue.packet().size() <= EventQueue::kMaxPacket);
    drained += drain(queue, kStart).size();
  }
  CHECK(drained == 100);
  queue.push(queued_message(std::string(2 * EventQueue::kMaxPacket, 'x')));
  CHECK(drain(queue, kStart).size() == 1);
}

TEST_CASE("a slow reader misses the oldest lines, is told how many, and misses nothing else") {
  EventQueue queue;
  queue.push(Connection{Connection::State::lost, {}});
  const size_t lines = EventQueue::kMaxBytes / 1000 + 100;
  for (size_t i = 0; i < lines; ++i)
    queue.push(queued_message(std::to_string(i) + std::string(1000, ' ')));
  std::vector<Event> all;
  while (!queue.empty())
    for (auto& event : drain(queue, kStart)) all.push_back(std::move(event));
  REQUIRE(std::holds_alternative<Missed>(all[0]));
  CHECK(std::holds_alternative<Connection>(all[1]));
  CHECK(std::get<Missed>(all[0]).count + all.size() - 2 == lines);
  CHECK(std::get<MessageReceived>(all.back()).line.starts_with(std::to_string(lines - 1)));
}
