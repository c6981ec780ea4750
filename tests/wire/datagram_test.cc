#include "wire/datagram.h"

#include <doctest/doctest.h>

namespace {

using namespace moonroom::wire;

Endpoint at(uint16_t port) {
  return {v4_address({127, 0, 0, 1}), port, {}};
}

}  // namespace

TEST_CASE("an outbox returns its content in order") {
  Outbox outbox;
  CHECK(outbox.empty());
  outbox.send("one", at(1));
  outbox.send("", at(2));
  outbox.send("three", at(1));
  REQUIRE(outbox.deliveries().size() == 3);
  CHECK(outbox.bytes(outbox.deliveries()[0]) == "one");
  CHECK(outbox.bytes(outbox.deliveries()[1]).empty());
  CHECK(outbox.bytes(outbox.deliveries()[2]) == "three");
  CHECK(outbox.deliveries()[1].to == at(2));
}

TEST_CASE("a text that goes to many is stored once") {
  Outbox outbox;
  const auto text = outbox.store("to everybody");
  CHECK(outbox.empty());
  for (uint16_t port = 1; port <= 100; ++port) outbox.send(text, at(port));
  const auto deliveries = outbox.deliveries();
  REQUIRE(deliveries.size() == 100);
  CHECK(outbox.bytes(deliveries.front()).data() == outbox.bytes(deliveries.back()).data());
  CHECK(outbox.bytes(deliveries.back()) == "to everybody");
}

TEST_CASE("a handle stays valid while other texts are stored") {
  Outbox outbox;
  const auto first = outbox.store("first");
  for (int i = 0; i < 1000; ++i) outbox.send("another text that needs room", at(1));
  outbox.send(first, at(2));
  CHECK(outbox.bytes(outbox.deliveries().back()) == "first");
}

TEST_CASE("the bytes that go in may be the outbox's own") {
  Outbox outbox;
  outbox.send("echo", at(1));
  for (int i = 0; i < 20; ++i) outbox.send(outbox.bytes(outbox.deliveries().back()), at(2));
  CHECK(outbox.bytes(outbox.deliveries().back()) == "echo");
}

TEST_CASE("a cleared outbox is empty and can be used again") {
  Outbox outbox;
  outbox.send("old", at(1));
  outbox.clear();
  CHECK(outbox.empty());
  outbox.send("new", at(2));
  REQUIRE(outbox.deliveries().size() == 1);
  CHECK(outbox.bytes(outbox.deliveries().front()) == "new");
}

TEST_CASE("an outbox that has rested is as good as new, and holds no memory") {
  Outbox outbox;
  for (int i = 0; i < 10'000; ++i) outbox.send("to everybody", at(1));
  const auto* before = outbox.deliveries().data();
  outbox.trim_memory();
  CHECK(before != nullptr);
  CHECK(outbox.deliveries().data() == nullptr);
  CHECK(outbox.empty());
  outbox.send("new", at(2));
  CHECK(outbox.bytes(outbox.deliveries().front()) == "new");
}
