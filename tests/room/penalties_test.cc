#include "room/penalties.h"

#include <doctest/doctest.h>

#include "support/table.h"

using namespace moonroom;
using namespace std::chrono_literals;
using support::seat;

namespace {

struct Court {
  room::Penalties penalties;
  WallTime now{std::chrono::hours(1)};

  static room::Member member(const char* name, int place) {
    room::Member member;
    member.name = name;
    member.endpoint = seat(place);
    return member;
  }
  bool kept_out(const char* name, int place) const {
    return penalties.ban_of(name, seat(place).address, now) != nullptr;
  }
};

}  // namespace

TEST_CASE_FIXTURE(Court, "a mute clings to the name and to the seat, until it ends") {
  penalties.mute(member("ada", 1), 10s, now);
  CHECK(penalties.is_muted(member("ada", 1), now));
  CHECK(penalties.is_muted(member("ADA", 2), now));
  CHECK(penalties.is_muted(member("other", 1), now));
  CHECK_FALSE(penalties.is_muted(member("bob", 2), now));
  now += 10s;
  CHECK_FALSE(penalties.is_muted(member("ada", 1), now));
}

TEST_CASE_FIXTURE(Court, "a mute of no length lets speak again") {
  penalties.mute(member("ada", 1), 10s, now);
  penalties.mute(member("ada", 1), 0s, now);
  CHECK_FALSE(penalties.is_muted(member("ada", 1), now));
}

TEST_CASE_FIXTURE(Court, "a banned name is kept out as readers see it, from everywhere") {
  CHECK(penalties.ban(room::ban_on("Ada", 1min, "enough"), now));
  CHECK(kept_out("ada", 1));
  CHECK(kept_out("аda", 2));  // The first letter is Cyrillic.
  CHECK_FALSE(kept_out("adam", 1));
  CHECK(penalties.ban_of("ada", seat(1).address, now)->reason == "enough");
  now += 1min;
  CHECK_FALSE(kept_out("ada", 1));
}

TEST_CASE_FIXTURE(Court, "a banned address keeps out every name") {
  CHECK(penalties.ban(room::ban_on("192.168.0.7", 1min, ""), now));
  CHECK(kept_out("anyone", 7));
  CHECK_FALSE(kept_out("anyone", 8));
  CHECK(penalties.ban(room::ban_on("192.168.0.7", 0s, ""), now));
  CHECK_FALSE(kept_out("anyone", 7));
}

TEST_CASE_FIXTURE(Court, "those that hold can be listed") {
  penalties.ban(room::ban_on("ada", 1min, "a"), now);
  penalties.ban(room::ban_on("::1", 2min, "b"), now);
  CHECK(penalties.bans(now).size() == 2);
  CHECK(penalties.bans(now + 1min).size() == 1);
  CHECK(penalties.bans(now + 1min).front().ban.what == "::1");
}

TEST_CASE_FIXTURE(Court, "there is an end to bans, and an ended one makes room") {
  size_t held = 0;
  while (held < 20'000 && penalties.ban(room::ban_on("n" + std::to_string(held), 1min, ""), now))
    ++held;
  CHECK(held == 10'000);
  CHECK(penalties.ban(room::ban_on("n1", 0s, ""), now));
  now += 1min;
  CHECK(penalties.ban(room::ban_on("another", 1min, ""), now));
}
