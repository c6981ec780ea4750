#include "ring/fault_policy.h"

#include <doctest/doctest.h>

#include <string>
#include <variant>

using namespace moonroom;
using namespace std::chrono_literals;

namespace {

struct PolicyFixture {
  PolicyFixture() {
    ada = members.reserve("ada", {{wire::v4_address({127, 0, 0, 1}), 1, 0, {}}}, Moment{}).id;
    members.admit(ada);
    ring::PluginSource file{ring::Role::plugin, 0, "greet", "plugins/greet.lua", "source"};
    file = plugins.add_version(file);
    plugins.loaded(file, true, {}, Table{});
  }
  ring::PluginEntry& plugin() { return *plugins.find_by_name("greet"); }
  // The request that follows from one more fault: "unload", "bench command" or "".
  std::string fault(const char* who, const char* command = "") {
    const auto task = policy.on_fault(plugin(), who, command, now);
    if (!task) return {};
    return std::holds_alternative<ring::Unload>(*task) ? "unload" : "bench command";
  }
  ring::Request request_of(const room::Event& event) {
    ring::Request request;
    request.without = ring::kNobody;
    request.task = event;
    policy.prepare(request, now);
    return request;
  }

  SteadyTime now{1h};
  room::Members members;
  ring::PluginRegistry plugins;
  ring::Notes notes;
  ring::FaultPolicy policy{plugins, members, notes};
  room::MemberId ada = 0;
};

}  // namespace

TEST_CASE_FIXTURE(PolicyFixture, "which faults bench a plugin or a command") {
  struct Case {
    const char* what;
    const char* command;
    std::vector<const char*> who;
    std::string last;
  };
  for (const auto& each : {
           Case{"three causes", "", {"a", "b", "c"}, "unload"},
           Case{"two causes", "", {"a", "b"}, ""},
           Case{"one member, again and again", "", {"a", "a", "a", "a", "a", "a", "a"}, ""},
           Case{"nobody: a timer", "", {"", "", ""}, "unload"},
           Case{"three causes in a command", "roll", {"a", "b", "c"}, "bench command"},
           Case{"two causes in a command", "roll", {"a", "b"}, ""},
       }) {
    CAPTURE(each.what);
    PolicyFixture fresh;
    std::string last;
    for (const auto* who : each.who) last = fresh.fault(who, each.command);
    CHECK(last == each.last);
    CHECK(fresh.notes.drain().size() == (each.last.empty() ? 0 : 1));
  }
}

TEST_CASE_FIXTURE(PolicyFixture, "after a fault, few requests are sent ahead, for a minute") {
  CHECK(policy.most_sent(100, now) == 100);
  fault("ada");
  CHECK(policy.most_sent(100, now) == 4);
  CHECK(policy.most_sent(2, now) == 2);
  CHECK(policy.most_sent(100, now + ring::kFaultWindow) == 100);
}

TEST_CASE_FIXTURE(PolicyFixture,
                  "a benched plugin is left out of requests that were queued before") {
  CHECK(request_of(room::MessageEvent{ada, "hi"}).without == ring::kNobody);
  for (const auto* who : {"a", "b", "c"}) fault(who);
  CHECK(request_of(room::MessageEvent{ada, "hi"}).without == plugin().file.id);
}

TEST_CASE_FIXTURE(PolicyFixture,
                  "a member whose events crash three workers is refused, but can leave") {
  ring::Request head;
  head.task = room::Event(room::MessageEvent{ada, "boom"});
  for (int crash = 0; crash < 3; ++crash) {
    CHECK_FALSE(request_of(room::MessageEvent{ada, "hi"}).refuse);
    policy.on_crash(plugin(), &head, now);
  }
  struct Case {
    const char* what;
    room::Event event;
    bool is_refused;
  };
  for (const auto& each : {
           Case{"a line", room::MessageEvent{ada, "hi"}, true},
           Case{"a join under that name", room::JoinEvent{9, "ada", {}, {}}, true},
           Case{"leaving", room::LeaveEvent{ada}, false},
           Case{"another's line", room::MessageEvent{ada + 1, "hi"}, false},
           Case{"the administrator's", room::AnnouncementEvent{"hi"}, false},
       }) {
    CAPTURE(each.what);
    CHECK(request_of(each.event).refuse == each.is_refused);
  }
  now += ring::kFaultWindow;
  CHECK_FALSE(request_of(room::MessageEvent{ada, "hi"}).refuse);
}

TEST_CASE_FIXTURE(PolicyFixture, "a crash without a request blames nobody but the plugin") {
  for (int crash = 0; crash < 3; ++crash) policy.on_crash(plugin(), nullptr, now);
  CHECK(plugin().state == ring::State::benched);
  CHECK_FALSE(request_of(room::MessageEvent{ada, "hi"}).refuse);
}
