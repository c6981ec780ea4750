#include "ring/answer_check.h"

#include <doctest/doctest.h>

#include <functional>

using namespace moonroom;
using ring::Actors;
using ring::Answer;
using ring::Role;

namespace {

constexpr uint32_t kScript = 1, kPlugin = 2, kOther = 3, kUnknown = 9;

Actors three() {
  Actors actors;
  actors.add(kScript, Role::script);
  actors.add(kPlugin, Role::plugin);
  actors.add(kOther, Role::plugin);
  return actors;
}

// Every way in which an answer says whose it is.
const std::pair<const char*, std::function<void(Answer&, uint32_t)>> kWays[] = {
    {"keep",
     [](Answer& a, uint32_t id) {
       a.verdict.actions.emplace_back(room::Keep{id, "key", 1.0});
     }},
    {"timer",
     [](Answer& a, uint32_t id) {
       a.verdict.actions.emplace_back(room::SetTimer{id, 1, {}, {}});
     }},
    {"cancel",
     [](Answer& a, uint32_t id) {
       a.verdict.actions.emplace_back(room::Cancel{id, 1});
     }},
    {"job",
     [](Answer& a, uint32_t id) {
       a.verdict.actions.emplace_back(room::StartJob{id, 1, "j", {}});
     }},
    {"log",
     [](Answer& a, uint32_t id) {
       a.verdict.actions.emplace_back(room::LogLine{id, "line", ""});
     }},
    {"fault",
     [](Answer& a, uint32_t id) {
       a.faults.push_back({id, "wrong"});
     }},
    {"mark",
     [](Answer& a, uint32_t id) {
       a.marks.push_back({id, {}, "text"});
     }},
};

void check(const Actors& actors, uint32_t id, bool may_act) {
  for (const auto& way : kWays) {
    const std::string name = way.first;
    const auto& add = way.second;
    CAPTURE(name);
    CAPTURE(id);
    Answer answer;
    // What is in order does not hide what is not.
    if (!actors.loaded.empty() && may_act) add(answer, id);
    add(answer, id);
    CHECK(acts_for_itself(answer, actors) == may_act);
  }
}

}  // namespace

TEST_CASE("those that the worker has loaded may act, and no others") {
  for (const uint32_t id : {kScript, kPlugin, kOther}) check(three(), id, true);
  for (const uint32_t id : {0u, kUnknown, ring::kPlugins}) check(three(), id, false);
  check({}, kPlugin, false);
}

TEST_CASE("one that is gone may act no more, and one that is loaded twice is there once") {
  auto actors = three();
  actors.add(kPlugin, Role::plugin);
  actors.remove(kPlugin);
  check(actors, kPlugin, false);
  check(actors, kOther, true);
}

TEST_CASE("one that a question leaves out may not act in its answer") {
  auto actors = three();
  actors.without = kPlugin;
  check(actors, kPlugin, false);
  check(actors, kOther, true);
  actors.without = ring::kPlugins;
  check(actors, kPlugin, false);
  check(actors, kOther, false);
  check(actors, kScript, true);
}

TEST_CASE("a file may act while it is loaded or unloaded") {
  auto actors = three();
  actors.file = kUnknown;
  check(actors, kUnknown, true);
  actors.file = ring::kNobody;
  check(actors, kUnknown, false);
}

TEST_CASE("a fault may be nobody's, a mark or an action may not") {
  Answer answer;
  answer.faults.push_back({ring::kNobody, "together too much"});
  CHECK(acts_for_itself(answer, three()));
  answer.verdict.actions.emplace_back(room::Keep{ring::kNobody, "key", 1.0});
  CHECK_FALSE(acts_for_itself(answer, three()));
}

TEST_CASE("what names no owner is anybody's") {
  Answer answer;
  answer.verdict.actions = {room::Post{"notice", "", "hi", "hi", {}}, room::Kick{1, "out"}};
  CHECK(acts_for_itself(answer, {}));
}
