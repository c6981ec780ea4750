#include "client/classic_protocol.h"

#include <doctest/doctest.h>

#include <utility>

using namespace moonroom::client;
using moonroom::Moment;
using std::chrono::milliseconds;
using std::chrono::seconds;
using State = Connection::State;

namespace {

// A protocol, a clock, and the output since the last check.
struct Client {
  ClassicProtocol protocol{"example"};
  Moment now{moonroom::SteadyTime(std::chrono::hours(1)), moonroom::WallTime(seconds(1))};
  Outcome out;

  void order(const Order& order) { protocol.order(order, now, out); }
  void receive(std::string_view datagram) { protocol.receive(datagram, now, out); }
  void unreachable() { protocol.unreachable(now, out); }
  // Advances the clock, and runs everything due at its time.
  void advance(moonroom::Duration time) {
    const auto end = now + time;
    while (protocol.next_due() && *protocol.next_due() <= end.steady) {
      now = now + (*protocol.next_due() - now.steady);
      protocol.tick(now, out);
    }
    now = end;
  }
  std::vector<std::string> sent() { return std::exchange(out.datagrams, {}); }
  std::vector<Event> drain_events() { return std::exchange(out.events, {}); }
  std::vector<State> states() {
    std::vector<State> states;
    for (const auto& event : drain_events())
      if (const auto* connection = std::get_if<Connection>(&event))
        states.push_back(connection->state);
    return states;
  }
};

using Texts = std::vector<std::string>;
using States = std::vector<State>;

Client joined_client() {
  Client ann;
  ann.order(Enter{"ann"});
  ann.receive("OK");
  ann.sent();
  ann.drain_events();
  return ann;
}

}  // namespace

TEST_CASE("a login is repeated until it is answered, and further answers are no lines") {
  Client ann;
  ann.order(Enter{"ann"});
  ann.advance(seconds(1));
  CHECK(ann.sent() == Texts{"L ann", "L ann", "L ann"});
  ann.receive("");
  ann.receive("OK");
  CHECK(ann.drain_events() == std::vector<Event>{Connection{State::entered, "ann"}});
  ann.receive("OK");
  ann.receive("OK");
  CHECK(ann.drain_events().empty());
  ann.receive("OK");
  CHECK(ann.drain_events().size() == 1);
}

TEST_CASE("without an answer the client gives up") {
  Client ann;
  ann.order(Enter{"ann"});
  ann.advance(seconds(5));
  CHECK(ann.sent().size() == 4);
  CHECK(ann.drain_events() == std::vector<Event>{Connection{State::unanswered, "example"}});
  CHECK(ann.protocol.over());
}

TEST_CASE("a refused name can be followed by another") {
  Client ann;
  ann.order(Enter{"ann"});
  ann.receive("taken");
  CHECK(ann.drain_events() == std::vector<Event>{Connection{State::refused, "taken"}});
  ann.receive("taken");
  CHECK(ann.drain_events().empty());
  ann.sent();
  ann.order(Enter{"bob"});
  CHECK(ann.sent() == Texts{"L bob"});
}

TEST_CASE("a line is sent, and one that is too long is reported") {
  auto ann = joined_client();
  ann.order(Say{" hi "});
  CHECK(ann.sent() == Texts{"C ann  hi "});
  ann.order(Say{std::string(4091, 'x')});
  CHECK(ann.sent().empty());
  CHECK(ann.drain_events() == std::vector<Event>{TooLong{4090}});
}

TEST_CASE("a goodbye is repeated, and messages before its answer are shown") {
  auto ann = joined_client();
  ann.order(Leave{});
  ann.order(Leave{});
  ann.advance(milliseconds(300));
  CHECK(ann.sent() == Texts{"Q ann", "Q ann"});
  ann.receive("bob: bye");
  ann.receive("EXIT");
  const auto events = ann.drain_events();
  REQUIRE(events.size() == 2);
  CHECK(std::get<MessageReceived>(events[0]).line == "bob: bye");
  CHECK(events[1] == Event(Connection{State::left, {}}));
  auto deaf = joined_client();
  deaf.order(Leave{});
  deaf.advance(milliseconds(1100));
  CHECK(deaf.states() == States{State::silent});
}

TEST_CASE("a goodbye to an unreachable host is not awaited") {
  auto ann = joined_client();
  ann.order(Leave{});
  ann.unreachable();
  CHECK(ann.drain_events() == std::vector<Event>{Connection{State::silent, {}}});
  CHECK(ann.protocol.over());
}

TEST_CASE("leaving a lost room takes no time, and reports unsent lines") {
  auto ann = joined_client();
  ann.unreachable();
  for (int line = 0; line < 100; ++line) ann.order(Say{"hi"});
  ann.drain_events();
  ann.sent();
  ann.order(Leave{});
  CHECK(ann.sent() == Texts{"Q ann"});
  CHECK(ann.drain_events() == std::vector<Event>{Connection{State::silent, {}, 100}});
  CHECK(ann.protocol.over());
  CHECK_FALSE(ann.protocol.next_due());
}

TEST_CASE("lines sent after the room came back are not reported as unsent") {
  auto ann = joined_client();
  ann.unreachable();
  ann.order(Say{"hi"});
  ann.receive("OK");
  ann.order(Leave{});
  ann.drain_events();
  ann.advance(seconds(2));
  CHECK(ann.drain_events() == std::vector<Event>{Connection{State::silent, {}}});
}

TEST_CASE("an end unasked is the end") {
  auto ann = joined_client();
  ann.receive("EXIT");
  CHECK(ann.states() == States{State::ended});
  CHECK(ann.protocol.over());
}

TEST_CASE("a lost room gets logins until it admits the client again, and then the kept lines") {
  auto ann = joined_client();
  ann.unreachable();
  ann.unreachable();
  CHECK(ann.states() == States{State::lost});
  ann.order(Say{"hi"});
  ann.advance(seconds(20));
  const auto asked = ann.sent();
  CHECK(asked.size() == 5);
  for (const auto& request : asked) CHECK(request == "L ann");
  ann.receive("OK");
  CHECK(ann.states() == States{State::back});
  CHECK(ann.sent() == Texts{"C ann hi"});
  for (int late = 0; late < 4; ++late) ann.receive("OK");
  CHECK(ann.drain_events().empty());
}

TEST_CASE("a line is no refusal, the same answer twice is one") {
  auto ann = joined_client();
  ann.unreachable();
  ann.advance(seconds(1));
  ann.receive("bob: hi");
  ann.advance(seconds(1));
  ann.receive("OK");
  CHECK(ann.states() == States{State::lost, State::back});
  ann.unreachable();
  ann.advance(seconds(1));
  ann.receive("taken");
  ann.advance(seconds(1));
  ann.receive("taken");
  CHECK(ann.states() == States{State::lost, State::refused});
}
