#include "session/lifetime.h"

#include <doctest/doctest.h>

using namespace std::chrono_literals;
using moonroom::Duration;
using moonroom::SteadyTime;
using moonroom::session::Lifetime;

namespace {

const SteadyTime kStart(1h);

struct LifetimeState {
  bool is_newcomer = false;
  bool is_silent = false;
  bool is_closing = false;
};

// All states begin at kStart, as does the time since the last packet.
Lifetime lifetime_in(const LifetimeState& state) {
  Lifetime lifetime(kStart);
  if (state.is_newcomer) lifetime.mark_newcomer(kStart);
  if (state.is_silent) lifetime.mark_silent();
  if (state.is_closing) lifetime.mark_closing(kStart);
  return lifetime;
}

}  // namespace

TEST_CASE("a session expires, falls silent or is closed at its deadline") {
  using Check = Lifetime::Check;
  struct Row {
    const char* what;
    LifetimeState state;
    Duration deadline;
    Check then;
  };
  const Row rows[] = {
      {"a member falls silent", {}, 45s, Check::silent},
      {"a silent member is forgotten", {false, true}, 11min, Check::expired},
      {"a newcomer expires", {true}, 30s, Check::expired},
      {"a silent newcomer expires", {true, true}, 30s, Check::expired},
      {"a close is given up", {false, false, true}, 3s, Check::closed},
      {"a newcomer's close is given up", {true, false, true}, 3s, Check::closed},
      {"a silent member's close is given up", {false, true, true}, 3s, Check::closed},
  };
  for (const auto& row : rows) {
    CAPTURE(row.what);
    const auto lifetime = lifetime_in(row.state);
    CHECK(lifetime.next_due() == kStart + row.deadline);
    CHECK(lifetime.check(kStart + row.deadline - 1ms, false) == Check::unchanged);
    CHECK(lifetime.check(kStart + row.deadline, false) == row.then);
    // An answer ends only a session that this side has closed.
    CHECK(lifetime.check(kStart, true) ==
          (row.state.is_closing ? Check::closed : Check::unchanged));
  }
}

TEST_CASE("a packet ends a silence, but not a newcomer's time") {
  Lifetime lifetime(kStart);
  lifetime.mark_silent();
  CHECK(lifetime.on_received(kStart + 1min));
  CHECK_FALSE(lifetime.on_received(kStart + 2min));
  CHECK(lifetime.next_due() == kStart + 2min + 45s);
  lifetime.mark_newcomer(kStart + 2min);
  lifetime.on_received(kStart + 2min + 20s);
  CHECK(lifetime.next_due() == kStart + 2min + 30s);
  lifetime.mark_member();
  CHECK(lifetime.next_due() == kStart + 2min + 20s + 45s);
}
