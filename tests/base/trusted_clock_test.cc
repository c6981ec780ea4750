#include "base/trusted_clock.h"

#include <doctest/doctest.h>

#include <vector>

using namespace moonroom;
using namespace std::chrono_literals;

namespace {

using Span = TrustedClock::Span;
using std::chrono::days;

constexpr WallTime kStart{std::chrono::milliseconds(1'780'000'000'000)};
constexpr WallTime kEpoch{};
constexpr WallTime k2000{std::chrono::seconds(946'684'800)};

// The events of a machine, in order.
struct Deed {
  enum class Kind { runs, jumps, shows, is_off, host_is_off } kind{};
  Span length{};
  WallTime shows{};
};
using Deeds = std::vector<Deed>;

Deed runs(Span length) {
  return {Deed::Kind::runs, length, {}};
}
Deed jumps(Span by) {
  return {Deed::Kind::jumps, by, {}};
}
Deed shows(WallTime wall) {
  return {Deed::Kind::shows, {}, wall};
}
// The wall clock keeps running, as with a battery.
Deed is_off(Span length) {
  return {Deed::Kind::is_off, length, {}};
}
// Like `is_off`, but the machine stays up.
Deed host_is_off(Span length) {
  return {Deed::Kind::host_is_off, length, {}};
}

struct World {
  WallTime wall = kStart;
  Span up = 1h;
  int boot = 1;
  std::optional<TrustedClock> clock;
  WallTime trusted;
  WallTime began;
  int steps = 0;

  TrustedClock::Machine machine() const { return {wall, up, std::to_string(boot)}; }
  void look() {
    const auto next = clock->advance(wall, up);
    CHECK(next >= trusted);
    trusted = next;
    if (clock->pop_step()) ++steps;
  }
  void begin(std::optional<WallTime> latest = {}) {
    const auto kept = clock ? std::optional(clock->state()) : std::nullopt;
    clock.emplace(kept, latest, machine());
    const auto first = !kept;
    look();
    if (first) began = trusted;
  }
  void run(Span length) {
    constexpr Span kTurn = 10min;
    for (; length > Span::zero(); length -= kTurn) {
      wall += std::min(length, kTurn);
      up += std::min(length, kTurn);
      look();
    }
  }
  void act(const Deed& deed) {
    switch (deed.kind) {
      case Deed::Kind::runs:
        return run(deed.length);
      case Deed::Kind::jumps:
        wall += deed.length;
        return look();
      case Deed::Kind::shows:
        wall = deed.shows;
        return look();
      case Deed::Kind::is_off:
        wall += deed.length;
        up = 30s;
        ++boot;
        return begin();
      case Deed::Kind::host_is_off:
        wall += deed.length;
        up += deed.length;
        return begin();
    }
  }
  Span passed() const { return trusted - began; }
};

struct Case {
  const char* name;
  Deeds deeds;
  Span least;
  Span most;
};

Deeds often(Deeds some, int times) {
  Deeds all;
  for (int i = 0; i < times; ++i) all.insert(all.end(), some.begin(), some.end());
  return all;
}

const std::vector<Case> kCases = {
    {"a host that runs", {runs(days(3))}, days(3), days(3)},
    {"a year ahead for an hour and back",
     {runs(1h), jumps(days(400)), runs(1h), jumps(-days(400)), runs(days(3))},
     days(3) + 2h,
     days(3) + 2h},
    {"a year ahead for good, while it runs",
     {runs(1h), jumps(days(400)), runs(days(5))},
     days(5) + 1h,
     days(5) + 1h},
    {"a year back for an hour",
     {runs(1h), jumps(-days(400)), runs(1h), jumps(days(400)), runs(days(3))},
     days(3) + 2h,
     days(3) + 2h},
    {"a year back for good",
     {runs(1h), jumps(-days(400)), runs(days(5))},
     days(5) + 1h,
     days(5) + 1h},
    {"a year back for days, and then set right",
     {runs(1h), jumps(-days(400)), runs(days(3)), jumps(days(400)), runs(days(3))},
     days(6) + 1h,
     days(6) + 1h},
    {"to and fro all the time",
     often({jumps(days(400)), runs(20min), jumps(-days(400)), runs(20min)}, 50), 2000min, 2000min},
    {"ever further ahead", often({jumps(days(30)), runs(1h)}, 24), 24h, 24h},
    {"ever further ahead, with restarts of the host",
     often({jumps(days(30)), host_is_off(1min), runs(1h)}, 48), 48h, 49h},
    {"the epoch while it runs",
     {runs(1h), shows(kEpoch), runs(days(2)), shows(kStart + days(2)), runs(days(2))},
     days(4) + 1h,
     days(4) + 1h},
    {"the host is off, the machine is not",
     {runs(1h), host_is_off(days(10)), runs(1h)},
     days(10) + 2h,
     days(10) + 2h},
    {"the host is off while the clock jumps ahead",
     {runs(1h), host_is_off(1h), jumps(days(400)), runs(1h), host_is_off(1h), jumps(-days(400)),
      runs(days(2))},
     days(2) + 4h,
     days(2) + 4h},
    {"off for an hour, with a good clock", {runs(1h), is_off(1h), runs(2h)}, 3h, 4h},
    {"off for 200 days, after a few hours", {runs(1h), is_off(days(200)), runs(20h)}, 21h, 21h},
    {"off for 200 days, after two days",
     {runs(1h), is_off(days(200)), runs(days(2))},
     days(202),
     days(202) + 2h},
    {"off for 200 days, then 200 days more",
     {runs(days(3)), is_off(days(200)), runs(days(3)), is_off(days(200)), runs(days(3))},
     days(408),
     days(410)},
    {"starts a year ahead for an hour",
     {runs(1h), is_off(1min), jumps(days(400)), runs(1h), jumps(-days(400)), runs(days(3))},
     days(3) + 2h,
     days(3) + 3h},
    {"starts a year ahead for 23 hours",
     {runs(1h), is_off(1min), jumps(days(400)), runs(23h), jumps(-days(400)), runs(days(3))},
     days(4),
     days(4) + 2h},
    {"starts a year ahead, is set right and off again",
     often({is_off(1min), jumps(days(400)), runs(2h), jumps(-days(400)), runs(2h)}, 12), 48h, 49h},
    {"starts a year back",
     {runs(1h), is_off(1min), jumps(-days(400)), runs(days(3)), jumps(days(400)), runs(days(3))},
     days(6) + 1h,
     days(6) + 2h},
    {"no battery: 1970 at each start, right after a minute",
     {runs(days(1)), is_off(1h), shows(kEpoch), runs(1min), shows(kStart + days(1) + 1h),
      runs(days(3))},
     days(4),
     days(4) + 2h},
    {"no battery: 2000 at each start, never set",
     often({is_off(1h), shows(k2000), runs(days(2))}, 3), days(6), days(6)},
    {"no battery: the time of the last end, right after a minute, off for 3 days",
     {runs(days(1)), is_off(days(3)), jumps(-days(3)), runs(1min), jumps(days(3)), runs(days(2))},
     days(6),
     days(6) + 1h},
    {"12 hours on, 12 hours off, for two weeks", often({runs(12h), is_off(12h)}, 14), days(11),
     days(14)},
    {"two hours each day for two months", often({runs(2h), is_off(22h)}, 60), days(40), days(60)},
};

// The result of a clock that is wrong from the beginning.
struct First {
  const char* name;
  WallTime shown;
  std::optional<WallTime> latest;
  WallTime trusted;
};

const std::vector<First> kFirsts = {
    {"nothing is kept", kStart, {}, kStart},
    {"nothing is kept, and it is 1970", kEpoch, {}, WallTime(std::chrono::seconds(1704067200))},
    {"a file without a clock", kStart, kStart - days(5), kStart - days(5)},
    {"a file without a clock, and a clock a year ahead", kStart + days(400), kStart - 1h,
     kStart - 1h},
    {"a file without a clock, and a clock a year behind", kStart - days(400), kStart,
     kStart - days(400)},
    {"a file without a clock, and it is 1970", kEpoch, kStart, kStart},
    {"a file that was written in the future", kStart, kStart + days(400), kStart},
    {"a file that was written in 1970", kStart, kEpoch, WallTime(std::chrono::seconds(1704067200))},
};

}  // namespace

TEST_CASE("trusted time is elapsed time, whatever the wall clock shows") {
  for (const auto& each : kCases) {
    INFO(each.name);
    World world;
    world.begin();
    for (const auto& deed : each.deeds) world.act(deed);
    CHECK(world.passed() >= each.least);
    CHECK(world.passed() <= each.most);
  }
}

TEST_CASE("a room that began under a wrong clock misses nothing when the clock is set right") {
  for (const auto wrong : {kEpoch, k2000, kStart - days(400), kStart + days(400)}) {
    World world;
    world.wall = wrong;
    world.begin();
    world.run(3h);
    world.act(shows(kStart));
    world.run(days(3));
    CHECK(world.passed() == days(3) + 3h);
    CHECK(world.clock->calendar() == world.wall);
  }
}

TEST_CASE("the first trusted time is the earlier of the known times") {
  for (const auto& each : kFirsts) {
    INFO(each.name);
    TrustedClock clock({}, each.latest, {each.shown, 1h, "boot"});
    CHECK(clock.advance(each.shown, 1h) == each.trusted);
  }
}

TEST_CASE("a jump is told once, and drift is not") {
  World world;
  world.begin();
  world.run(1h);
  CHECK(world.steps == 0);
  world.act(jumps(30s));
  CHECK(world.steps == 0);
  world.act(jumps(days(400)));
  CHECK(world.steps == 1);
  world.run(1h);
  CHECK(world.steps == 1);
  world.act(jumps(-days(400)));
  CHECK(world.steps == 2);
}

TEST_CASE("dates are the wall clock's, or the expected ones while it is in doubt") {
  World world;
  world.begin();
  world.run(1h);
  CHECK(world.clock->calendar() == world.wall);
  world.act(jumps(days(400)));
  CHECK(world.clock->calendar() == kStart + 1h);
  CHECK_FALSE(world.clock->calendar_age());
  world.run(days(2));
  CHECK(world.clock->calendar() == world.wall);
  REQUIRE(world.clock->calendar_age());
  CHECK(*world.clock->calendar_age() < days(1) + 1h);
}

TEST_CASE("an unknown boot is another boot") {
  World world;
  world.begin();
  world.run(1h);
  const auto state = world.clock->state();
  TrustedClock next(state, {}, {world.wall + days(20), world.up + days(20), ""});
  CHECK(next.advance(world.wall + days(20), world.up + days(20)) == world.trusted);
}
