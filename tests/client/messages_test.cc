#include "client/messages.h"

#include <doctest/doctest.h>

using namespace moonroom::client;

namespace {

std::vector<Event> one_of_each() {
  MessageReceived message;
  message.number = 7;
  message.time = moonroom::WallTime(std::chrono::milliseconds(1'700'000'000'123));
  message.kind = "message";
  message.from = "张三";
  message.text = "two\nlines";
  message.line = std::string("a \0 byte", 8);
  message.replayed = true;
  message.only_for_you = true;
  return {message,
          Connection{Connection::State::silent, "words", 3},
          Connection{Connection::State::untrusted, ""},
          RoundTrip{812},
          Missed{3},
          TooLong{4090, 8},
          Marked{},
          Limits{500, 40, true, 3},
          Said{3, 17, std::nullopt},
          Said{3, 17, "HI"},
          NotSaid{4, "muted", "not now"},
          Muted{moonroom::WallTime(std::chrono::milliseconds(1'700'000'000'123)), 600}};
}

}  // namespace

TEST_CASE("all events of a packet survive encoding") {
  std::string packet;
  for (const auto& event : one_of_each()) packet += encode(event);
  CHECK(decode_events(packet) == one_of_each());
  CHECK(decode_events("") == std::vector<Event>());
}

TEST_CASE("a packet that was cut anywhere is no packet") {
  for (const auto& event : one_of_each()) {
    const auto bytes = encode(event);
    for (size_t size = 1; size < bytes.size(); ++size)
      CHECK_FALSE(decode_events(std::string_view(bytes).substr(0, size)));
  }
  CHECK_FALSE(decode_events("\x7f"));
}

TEST_CASE("a state that no client has is no packet") {
  auto bytes = encode(Connection{Connection::State::not_remembered, ""});
  CHECK(decode_events(bytes));
  ++bytes[1];
  CHECK_FALSE(decode_events(bytes));
}

TEST_CASE("orders survive encoding") {
  for (const Order& order : {Order(Enter{"张三"}), Order(Say{"", 9}), Order(Leave{}),
                             Order(Leave{true}), Order(Mark{}), Order(Unlock{"sesame"})})
    CHECK(decode_order(encode(order)) == order);
  CHECK_FALSE(decode_order(""));
  CHECK_FALSE(decode_order(encode(Order(Say{"hi"})) + "more"));
}
