#include "relay/moderation.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "support/room_fixture.h"

using namespace moonroom;
using namespace std::chrono_literals;
using room::Ban;
using support::RoomFixture;

namespace {

// ann is at seat 1, bob at seat 2.
struct ModerationFixture : RoomFixture {
  ModerationFixture() {
    join(1, "ann");
    join(2, "bob");
    ann = state.room.find_by_name("ann")->id;
  }
  room::MemberId ann = 0;
};

struct Case {
  const char* what;
  std::vector<room::Sanction> before;
  room::Sanction sanction;
  bool is_done;
  std::string name;
  std::vector<std::string> names;
};

}  // namespace

TEST_CASE("the result of a sanction says what was done, and to whom") {
  const room::MemberId ann = 1;
  const room::MemberId nobody = 99;
  const Ban ban{Ban::Kind::name, "ann", 1h, "spam"};
  const Ban address{Ban::Kind::address, "192.168.0.0/16", 1h, ""};
  const auto lifted = [](Ban it) {
    it.length = {};
    return it;
  };
  const std::vector<Case> cases = {
      {"kick", {}, room::Kick{ann, "x"}, true, "ann", {}},
      {"kick twice", {room::Kick{ann, "x"}}, room::Kick{ann, "x"}, false, "", {}},
      {"kick nobody", {}, room::Kick{nobody, "x"}, false, "", {}},
      {"mute", {}, room::Mute{ann, 1min}, true, "ann", {}},
      {"mute a member who has left", {}, room::Mute{nobody, 1min}, false, "", {}},
      {"unmute", {room::Mute{ann, 1min}}, room::Mute{ann, 0s}, true, "ann", {}},
      {"mute a name", {}, room::NameMute{"carl", 1min}, true, "", {}},
      {"mute what is no name", {}, room::NameMute{"", 1min}, false, "", {}},
      {"unmute a name", {room::NameMute{"carl", 1min}}, room::NameMute{"carl"}, true, "", {}},
      {"unmute a member by name", {room::Mute{ann, 1min}}, room::NameMute{"ann"}, true, "ann", {}},
      {"unmute whoever is not muted", {}, room::NameMute{"carl"}, false, "", {}},
      {"ban a name", {}, ban, true, "", {"ann"}},
      {"ban a network", {}, address, true, "", {"ann", "bob"}},
      {"ban an absent name", {}, Ban{Ban::Kind::name, "carl", 1h, ""}, true, "", {}},
      {"unban", {ban}, lifted(ban), true, "", {"ann"}},
      {"unban what is not banned", {}, lifted(ban), false, "", {}},
  };
  for (const auto& each : cases) {
    CAPTURE(each.what);
    ModerationFixture fixture;
    REQUIRE(fixture.ann == ann);
    for (const auto& before : each.before) fixture.impose(before);
    fixture.impose(each.sanction);
    const auto& result = fixture.sanctioned;
    CHECK(result.is_done == each.is_done);
    CHECK(result.name == each.name);
    CHECK(result.names == each.names);
    CHECK(result.sanction.index() == each.sanction.index());
  }
}

TEST_CASE_FIXTURE(ModerationFixture, "neighbours limit a mute to the name, and are reported") {
  impose(room::Mute{ann, 1min});
  CHECK(sanctioned.neighbours.empty());
  REQUIRE(sanctioned.source);
  CHECK(wire::to_string(*sanctioned.source) == "192.168.0.1");
  auto near = support::seat(1);
  near.port = 77;
  relay.receive({near, "L zoe", false}, {now, out()});
  settle();
  impose(room::Mute{ann, 1min});
  CHECK(sanctioned.neighbours == std::vector<std::string>{"zoe"});
}

TEST_CASE_FIXTURE(ModerationFixture, "a plugin's sanctions are the administrator's") {
  judge.rule = [this](const room::Event& event) {
    room::Verdict verdict;
    if (std::holds_alternative<room::MessageEvent>(event))
      verdict.actions = {room::Mute{ann, 1min},
                         room::Kick{state.room.find_by_name("bob")->id, "x"}};
    return verdict;
  };
  const auto heard = say(1, "go");
  CHECK(heard.find("1:you may not speak for 1 min") != std::string::npos);
  CHECK(heard.find("2:you have been removed from the room: x") != std::string::npos);
  CHECK(relay.drain_effects().results.empty());
}
