#include "app/operator.h"

#include <doctest/doctest.h>

#include <string>

#include "support/text.h"

using namespace moonroom;
using support::has;

namespace {

// An operator at a console without a room process: the worker is never started.
struct Desk {
  ring::WorkerJudge judge{{"/no/such/program"}, {}};
  relay::Relay relay{{}, judge};
  bool ended = false;
  uint64_t upgrades = 0;
  app::Operator desk{
      {relay,
       judge,
       [] {
         app::Figures figures;
         figures.members = 3;
         return figures;
       },
       [] {
         return std::vector<app::Row>{{"PROCESS"}, {"relay"}};
       },
       [](std::string_view name) { return "no " + std::string(name); },
       [this] { ended = true; },
       {"/no/plugins", "/no/gallery"},
       [this] { ++upgrades; },
       [this] {
         return app::UpgradeStatus{upgrades, app::UpgradeStatus::State::checking, "x"};
       }}};
  wire::Outbox out;

  std::string type(std::string_view line) {
    return desk.obey(line, Moment{}, out).value_or("(later)");
  }
};

}  // namespace

TEST_CASE_FIXTURE(Desk, "a bare line is said to the room, and needs no answer") {
  CHECK(type("hello").empty());
  CHECK(judge.held() == 1);
  CHECK(type("/say /hello").empty());
  CHECK(judge.held() == 2);
  CHECK(type("").empty());
  CHECK(judge.held() == 2);
}

TEST_CASE_FIXTURE(Desk, "an unknown command names the nearest, or where to look") {
  CHECK(type("/hepl") == "there is no command /hepl; did you mean /help?");
  CHECK(type("/xyzzy") == "there is no command /xyzzy; /help lists them");
}

TEST_CASE_FIXTURE(Desk, "every command of the list is there, and says what it lacks") {
  CHECK(has(type("/help"), "/kick NAME [REASON]"));
  CHECK(type("/who") == "nobody is in the room");
  CHECK(has(type("/kick"), "/kick NAME"));
  CHECK(has(type("/kick ada"), "nobody here is called ada"));
  CHECK(has(type("/say"), "/say TEXT"));
  CHECK(has(type("/ps"), "relay"));
  CHECK(has(type("/plugin list"), "PLUGIN"));
  CHECK(has(type("/plugin load x"), "there is no plugin x"));
  CHECK(has(type("/plugin resume x"), "there is no plugin x"));
  CHECK(has(type("/plugin dance"), "/plugin list"));
  CHECK(has(type("/stats"), "members                 3 (0 came, 0 left)"));
  CHECK(has(type("/top"), "PROCESS"));
  CHECK_FALSE(ended);
  type("/quit");
  CHECK(ended);
}

TEST_CASE_FIXTURE(Desk, "an upgrade is asked for, and its course") {
  CHECK(type("/upgrade last") == "upgrade 0 is being checked: x");
  CHECK(type("/upgrade") == "upgrade 1 is being checked: x");
  CHECK(type("/upgrade now") == "/upgrade, or /upgrade last");
  CHECK(upgrades == 1);
}
