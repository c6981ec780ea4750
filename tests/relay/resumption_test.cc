#include "relay/resumption.h"

#include <doctest/doctest.h>

#include <functional>
#include <string>
#include <vector>

#include "support/room_fixture.h"

using namespace moonroom;
using namespace std::chrono_literals;
using support::in_session;
using support::RoomFixture;

namespace {

// ann was in session 7, which has ended; bob is in session 9. The judge is asleep.
struct AwayFixture : RoomFixture {
  AwayFixture() {
    tell_host(7, "L ann");
    tell_host(9, "L bob");
    is_over(7);
    judge.asleep = true;
  }
  std::string wake() {
    judge.asleep = false;
    return settle();
  }
};

}  // namespace

TEST_CASE("what happens between the request to resume and its turn") {
  struct Case {
    const char* what;
    std::function<void(AwayFixture&)> happens;
    std::string heard;
    bool is_back;
  };
  const std::vector<Case> cases = {
      {"nothing", [](AwayFixture&) {}, "#8:OK t1", true},
      {"asked again", [](AwayFixture& it) { it.tell_host(8, "R t1 1 0"); }, "#8:OK t1", true},
      {"the new session ends", [](AwayFixture& it) { it.is_over(8); }, "", false},
      {"the member is removed",
       [](AwayFixture& it) {
         it.relay.sanction(room::Kick{it.state.room.find_by_name("ann")->id, ""}, it.now);
       },
       "#8:OK t1", false},
  };
  for (const auto& each : cases) {
    CAPTURE(each.what);
    AwayFixture fixture;
    CHECK(fixture.tell_host(8, "R t1 1 0").empty());
    each.happens(fixture);
    CHECK(fixture.wake().find(each.heard) == 0);
    const auto* ann = fixture.state.room.find_by_name("ann");
    CHECK((ann && ann->connection.endpoint.session == 8) == each.is_back);
  }
}

TEST_CASE_FIXTURE(AwayFixture,
                  "a line that was said before the return is replayed, a later one heard") {
  tell_host(9, "C 1 before");
  tell_host(8, "R t1 0 0");
  tell_host(9, "C 2 after");
  const auto heard = wake();
  CAPTURE(heard);
  const auto welcome = heard.find("#8:OK ");
  const auto before = heard.find("bob: before", welcome);
  const auto after = heard.find("bob: after", before);
  CHECK(welcome != std::string::npos);
  CHECK(before != std::string::npos);
  CHECK(after != std::string::npos);
}

TEST_CASE_FIXTURE(RoomFixture,
                  "changes of the room happen in the order in which they were submitted") {
  join(1, "ann");
  join(2, "bob");
  judge.asleep = true;
  say(1, "one");
  relay.sanction(room::Kick{state.room.find_by_name("ann")->id, ""}, now);
  say(2, "two");
  judge.asleep = false;
  const auto heard = settle();
  CAPTURE(heard);
  CHECK(heard.find("2:ann: one") < heard.find("2:ann has been removed"));
  CHECK(heard.find("2:ann has been removed") < heard.find("2:ann left (kick)"));
  CHECK(sanctioned.name.empty());
}

TEST_CASE_FIXTURE(RoomFixture,
                  "the room closes after what was said before, and at once if it must") {
  join(1, "ann");
  join(2, "bob");
  judge.asleep = true;
  say(1, "last words");
  CHECK(close().empty());
  CHECK_FALSE(state.is_closed);
  SUBCASE("in turn") {
    judge.asleep = false;
    const auto heard = settle();
    CHECK(heard.find("2:ann: last words") == 0);
    CHECK(heard.find("1:EXIT") != std::string::npos);
  }
  SUBCASE("at once") {
    relay.close_now({now, out()});
    CHECK(settle().find("2:EXIT") != std::string::npos);
  }
  CHECK(state.is_closed);
  CHECK(state.room.present() == 0);
}
