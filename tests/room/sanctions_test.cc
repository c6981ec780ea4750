#include "room/sanctions.h"

#include <doctest/doctest.h>

#include "room/look.h"
#include "support/room_fixture.h"

using namespace moonroom;
using namespace std::chrono_literals;
using room::MemberId;
using support::seat;

namespace {

struct Court {
  room::Sanctions sanctions;
  WallTime now{std::chrono::hours(1)};

  static room::Member member(const char* name, int place) {
    room::Member member;
    member.name = name;
    member.connection.endpoint = seat(place);
    return member;
  }
  bool kept_out(const char* name, int place) const {
    return sanctions.find_ban(name, seat(place).address, now) != nullptr;
  }
};

}  // namespace

TEST_CASE_FIXTURE(Court, "a mute follows its member over names, ports and sessions") {
  struct Row {
    const char* what;
    const char* name;
    wire::Endpoint from;
    MemberId id;
    // The mute applies with no other member at the source, and with others.
    bool alone;
    bool among_others;
  };
  const auto here = *wire::parse_address("2001:db8::7");
  const auto next_door = *wire::parse_address("2001:db8::8");
  const auto elsewhere = *wire::parse_address("2001:db8:0:1::7");
  const Row rows[] = {
      {"itself", "ada", {here, 40, 0, {}}, 5, true, true},
      {"the same name from elsewhere", "ADA", {elsewhere, 1, 0, {}}, 9, true, true},
      {"another name from the same port", "eve", {here, 40, 0, {}}, 9, true, true},
      {"another name from another port", "eve", {here, 41, 0, {}}, 9, true, false},
      {"another name in a session", "eve", {here, 41, 77, {}}, 9, true, false},
      {"another name from the next address", "eve", {next_door, 1, 0, {}}, 9, true, false},
      {"another name from elsewhere", "eve", {elsewhere, 40, 0, {}}, 9, false, false},
      {"one who was here before", "bob", {here, 41, 0, {}}, 4, false, false},
  };
  auto guilty = member("ada", 1);
  guilty.id = 5;
  guilty.connection.endpoint = {here, 40, 0, {}};
  for (const bool is_alone : {true, false}) {
    room::Sanctions fresh;
    const auto mute = room::mute_of(guilty, is_alone, 7, now + 10s);
    fresh.mute(mute, now);
    room::Sanctions kept;
    kept.restore({}, {{mute.skeleton, {}, mute.until},
                      {"", mute.endpoint, mute.until},
                      {"", {}, mute.until, mute.source, mute.after}});
    for (const auto& row : rows) {
      CAPTURE(row.what);
      CAPTURE(is_alone);
      auto other = member(row.name, 1);
      other.id = row.id;
      other.connection.endpoint = row.from;
      CHECK(fresh.is_muted(other, now) == (is_alone ? row.alone : row.among_others));
      CHECK(kept.is_muted(other, now) == fresh.is_muted(other, now));
      CHECK_FALSE(fresh.is_muted(other, now + 10s));
    }
    fresh.unmute(guilty, now);
    for (const auto& row : rows) {
      auto other = member(row.name, 1);
      other.id = row.id;
      other.connection.endpoint = row.from;
      CHECK_FALSE(fresh.is_muted(other, now));
    }
  }
}

TEST_CASE_FIXTURE(Court,
                  "a mute is lifted by the name it was given to, from all that it holds for") {
  for (const bool is_restored : {false, true}) {
    CAPTURE(is_restored);
    auto ada = member("ada", 1);
    const auto mute = room::mute_of(ada, true, 0, now + 10s);
    room::Sanctions fresh;
    if (is_restored)
      fresh.restore({}, {{mute.skeleton, {}, mute.until, {}, 0, "ada"},
                         {"", mute.endpoint, mute.until, {}, 0, "ada"},
                         {"", {}, mute.until, mute.source, 0, "ada"}});
    else
      fresh.mute(mute, now);
    fresh.mute(*room::mute_of("zoe", now + 5s), now);
    REQUIRE(fresh.mutes(now).size() == 2);
    CHECK(fresh.mutes(now)[0].name == "ada");
    CHECK(fresh.mutes(now)[1].name == "zoe");
    CHECK(fresh.mutes(now + 5s).size() == 1);
    // A member with another name, from the same place.
    auto eve = member("eve", 1);
    eve.id = 9;
    CHECK(fresh.is_muted(eve, now));
    CHECK(fresh.unmute("nobody", now).empty());
    CHECK(fresh.unmute("", now).empty());
    const auto lifted = fresh.unmute("ADA", now);
    CHECK(lifted.size() == 3);
    for (const auto& part : lifted) CHECK(part.until == now);
    CHECK_FALSE(fresh.is_muted(ada, now));
    CHECK_FALSE(fresh.is_muted(eve, now));
    CHECK(fresh.is_muted(member("zoe", 2), now));
    CHECK(fresh.unmute("ada", now).empty());
    CHECK(fresh.mutes(now).size() == 1);
  }
}

TEST_CASE_FIXTURE(Court, "a mute of an older version is listed by its skeleton") {
  sanctions.restore({}, {{"ada", {}, now + 10s}, {"", seat(1), now + 10s}});
  REQUIRE(sanctions.mutes(now).size() == 1);
  // Only the skeleton of the name is left, and the administrator can type it.
  CHECK(sanctions.mutes(now)[0].name == room::skeleton("ada"));
  CHECK(sanctions.unmute("Ada", now).size() == 1);
}

TEST_CASE_FIXTURE(Court, "the possible targets of a ban") {
  struct Row {
    const char* whom;
    // Null: refused. Else "name ..." or "address ...".
    const char* banned;
  };
  const Row rows[] = {
      {"ann", "name ann"},
      {"8888", "name 8888"},
      {":8888", "name :8888"},
      {"a/b", "name a/b"},
      {"ann/24", "name ann/24"},
      {"198.51.100.7", "address 198.51.100.7"},
      {"198.51.100.7:40000", "address 198.51.100.7"},
      {"[2001:db8::7]:40000", "address 2001:db8::/64"},
      {"[2001:db8::7]", "address 2001:db8::/64"},
      {"2001:db8::7", "address 2001:db8::/64"},
      {"2001:db8::7/128", "address 2001:db8::7/128"},
      {"::ffff:198.51.100.7", "address 198.51.100.7"},
      {"198.51.100.77/24", "address 198.51.100.0/24"},
      {"2001:db8::/48", "address 2001:db8::/48"},
      {"10.0.0.0/8", "address 10.0.0.0/8"},
      {"198.51.100.0/33", nullptr},
      {"198.51.100.0/x", nullptr},
      {"198.51.100.0/", nullptr},
      {"2001:db8::/129", nullptr},
      {"0.0.0.0/0", nullptr},
      {"10.0.0.0/7", nullptr},
      {"::/0", nullptr},
      {"2000::/3", nullptr},
      {"198.51.100.7:99999", nullptr},
      {"198.51.100.7:", nullptr},
      {"[2001:db8::7]:x", nullptr},
  };
  for (const auto& row : rows) {
    CAPTURE(row.whom);
    const auto ban = room::ban_on(row.whom, 1min, "");
    REQUIRE(ban.has_value() == (row.banned != nullptr));
    if (!ban) continue;
    const std::string kind = ban->kind == room::Ban::Kind::name ? "name " : "address ";
    CHECK(kind + ban->what == row.banned);
  }
}

TEST_CASE_FIXTURE(
    Court, "a ban of a block applies to all addresses in it, and is lifted by the same text") {
  const auto out = [&](const char* address) {
    return sanctions.find_ban("x", *wire::parse_address(address), now) != nullptr;
  };
  const auto ban = [](const char* whom) { return *room::ban_on(whom, 1min, ""); };
  CHECK(sanctions.ban(ban("198.51.100.0/24"), now));
  CHECK(sanctions.ban(ban("198.51.0.0/16"), now));
  CHECK(sanctions.ban(ban("2001:db8::7"), now));
  CHECK(out("198.51.100.255"));
  CHECK(out("198.51.7.7"));
  CHECK_FALSE(out("198.52.0.1"));
  CHECK(out("2001:db8::ffff:1"));
  CHECK_FALSE(out("2001:db8:0:1::7"));
  CHECK(sanctions.unban(ban("198.51.100.7"), now).empty());
  CHECK(sanctions.find_ban_around(ban("198.51.100.7"), now)->ban.what == "198.51.0.0/16");
  CHECK(sanctions.unban(ban("198.51.100.7/24"), now).size() == 1);
  CHECK(out("198.51.100.255"));
  CHECK(sanctions.ban(ban("198.51.100.0/24"), now));
  CHECK(sanctions.unban(ban("198.51.0.0/16"), now).size() == 2);
  CHECK_FALSE(out("198.51.100.255"));
  // A single address, as older versions stored it.
  room::Sanctions kept;
  kept.restore({{{room::Ban::Kind::address, "2001:db8::9", 1min, ""}, now + 1min}}, {});
  CHECK(kept.find_ban("x", *wire::parse_address("2001:db8::9"), now));
  CHECK_FALSE(kept.find_ban("x", *wire::parse_address("2001:db8::8"), now));
  CHECK(kept.unban(ban("2001:db8::9"), now).size() == 1);
}

TEST_CASE_FIXTURE(Court, "a banned name is kept out as readers see it, from everywhere") {
  CHECK(sanctions.ban(*room::ban_on("Ada", 1min, "enough"), now));
  CHECK(kept_out("ada", 1));
  CHECK(kept_out("аda", 2));  // The first letter is Cyrillic.
  CHECK_FALSE(kept_out("adam", 1));
  CHECK(sanctions.find_ban("ada", seat(1).address, now)->ban.reason == "enough");
  now += 1min;
  CHECK_FALSE(kept_out("ada", 1));
}

TEST_CASE_FIXTURE(Court, "a banned address keeps out every name") {
  CHECK(sanctions.ban(*room::ban_on("192.168.0.7", 1min, ""), now));
  CHECK(kept_out("anyone", 7));
  CHECK_FALSE(kept_out("anyone", 8));
  CHECK(sanctions.unban(*room::ban_on("192.168.0.7", 0s, ""), now).size() == 1);
  CHECK_FALSE(kept_out("anyone", 7));
}

TEST_CASE_FIXTURE(Court, "those that hold can be listed") {
  sanctions.ban(*room::ban_on("ada", 1min, "a"), now);
  sanctions.ban(*room::ban_on("::1", 2min, "b"), now);
  CHECK(sanctions.bans(now).size() == 2);
  CHECK(sanctions.bans(now + 1min).size() == 1);
  CHECK(sanctions.bans(now + 1min).front().ban.what == "::1");
}

TEST_CASE_FIXTURE(Court, "there is an end to bans, and an ended one makes room") {
  size_t held = 0;
  while (held < 20'000 && sanctions.ban(*room::ban_on("n" + std::to_string(held), 1min, ""), now))
    ++held;
  CHECK(held == 10'000);
  CHECK(sanctions.unban(*room::ban_on("n1", 0s, ""), now).size() == 1);
  now += 1min;
  CHECK(sanctions.ban(*room::ban_on("another", 1min, ""), now));
}
