#include "relay/line_gate.h"

#include <doctest/doctest.h>

#include <string>

#include "parts.h"
#include "wire/classic.h"

namespace moonroom::relay {
namespace {

using namespace std::chrono_literals;
using support::Parts;
using Step = LineDecision::Kind;

Settings paced(double per_second, double burst) {
  Settings settings;
  settings.lines = Rate{per_second, burst};
  return settings;
}

}  // namespace

TEST_CASE("a line of a text member is submitted or refused") {
  Parts parts(paced(1, 2));
  const auto ada = parts.admit("ada", parts.text(1));
  const auto decide = [&] { return parts.lines.decide(ada, parts.now.steady); };
  CHECK(decide().kind == Step::submit);
  CHECK(decide().kind == Step::submit);
  const auto first = decide();
  CHECK(first.kind == Step::refuse);
  CHECK(first.why == "too-fast");
  CHECK(first.words == &parts.state.host_messages.slow);
  CHECK(decide().words == nullptr);
  parts.now = parts.now + 1s;
  CHECK(decide().kind == Step::submit);
}

TEST_CASE("a line that finds the judge busy is refused, and its author is told once a second") {
  Parts parts;
  const auto ada = parts.admit("ada", parts.text(1));
  parts.judge.is_busy = true;
  const auto first = parts.lines.decide(ada, parts.now.steady);
  CHECK(first.kind == Step::refuse);
  CHECK(first.why == "busy");
  CHECK(first.words == &parts.state.host_messages.busy);
  CHECK(parts.lines.decide(ada, parts.now.steady).words == nullptr);
  CHECK(parts.lines.decide(ada, parts.now.steady + 1s).words != nullptr);
}

TEST_CASE("a line of a session is submitted, deferred or refused") {
  Parts parts(paced(1, 1));
  const auto ada = parts.admit("ada", parts.session(7));
  uint64_t number = 0;
  const auto decide = [&](std::string_view text) {
    return parts.lines.decide_acknowledged({ada, text, ++number}, parts.now.steady);
  };
  CHECK(decide("one").kind == Step::submit);
  const auto second = decide("two");
  CHECK(second.kind == Step::defer);
  CHECK(second.words == &parts.state.host_messages.held);
  CHECK(decide("three").words == nullptr);
  const std::string longest(wire::kMaxRequest, 'x');
  CHECK(decide(longest).kind == Step::defer);
  const auto longer = decide(longest + "x");
  CHECK(longer.kind == Step::refuse);
  CHECK(longer.why == "too-long");
  parts.now = parts.now + 1s;
  parts.judge.is_busy = true;
  CHECK(decide("four").kind == Step::defer);
}

TEST_CASE("deferred lines are submitted in their order, and a leave stands behind them") {
  Parts parts(paced(1, 1));
  parts.judge.asleep = true;
  const auto ada = parts.admit("ada", parts.session(7));
  for (uint64_t number = 1; number <= 3; ++number)
    parts.lines.receive_acknowledged({ada, "line", number}, parts.turn());
  CHECK(parts.judge.held.size() == 1);
  CHECK(parts.lines.defer_leave(ada));
  for (int seconds = 0; seconds < 2; ++seconds) {
    parts.now = parts.now + 1s;
    CHECK(parts.lines.release(parts.turn()).empty());
  }
  CHECK(parts.judge.held.size() == 3);
  CHECK(std::get<room::MessageEvent>(parts.judge.held.back()).line == 3);
  parts.now = parts.now + 1s;
  CHECK(parts.lines.release(parts.turn()) == std::vector{ada});
  CHECK_FALSE(parts.lines.next_due());
}

TEST_CASE("without deferred lines a leave is not deferred") {
  Parts parts;
  const auto ada = parts.admit("ada", parts.session(7));
  CHECK_FALSE(parts.lines.defer_leave(ada));
  CHECK_FALSE(parts.lines.next_due());
}

TEST_CASE("a muted member's line is refused when it would be submitted") {
  Parts parts;
  const auto ada = parts.admit("ada", parts.session(7));
  parts.state.room.set_capabilities(ada, {2, true, false});
  const auto mute = room::mute_of(*parts.state.room.find(ada), true, ada, parts.now.trusted + 1min);
  parts.state.sanctions.mute(mute, parts.now.trusted);
  parts.lines.receive_acknowledged({ada, "line", 1}, parts.turn());
  CHECK(parts.judge.held.empty());
  REQUIRE(parts.out.messages().size() == 1);
  CHECK(std::string(parts.out.bytes(parts.out.messages()[0].text)).starts_with("N 1 muted "));
  CHECK(parts.state.lines_said == 0);
}

}  // namespace moonroom::relay
