#include "ring/response_validation.h"

#include <doctest/doctest.h>

#include <functional>

using namespace moonroom;
using ring::Actors;
using ring::Response;
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

// Every way in which a response names a plugin.
const std::pair<const char*, std::function<void(Response&, uint32_t)>> kWays[] = {
    {"keep",
     [](Response& a, uint32_t id) {
       a.verdict.actions.emplace_back(room::StorePut{id, "key", 1.0});
     }},
    {"timer",
     [](Response& a, uint32_t id) {
       a.verdict.actions.emplace_back(room::SetTimer{id, 1, {}, {}});
     }},
    {"cancel",
     [](Response& a, uint32_t id) {
       a.verdict.actions.emplace_back(room::Cancel{id, 1});
     }},
    {"job",
     [](Response& a, uint32_t id) {
       a.verdict.actions.emplace_back(room::StartJob{id, 1, "j", {}});
     }},
    {"log",
     [](Response& a, uint32_t id) {
       a.verdict.actions.emplace_back(room::LogLine{id, "line", ""});
     }},
    {"fault",
     [](Response& a, uint32_t id) {
       a.faults.push_back({id, "wrong"});
     }},
    {"mark",
     [](Response& a, uint32_t id) {
       a.filter_effects.push_back({id, {}, "text"});
     }},
};

void check(const Actors& actors, uint32_t id, bool may_act) {
  for (const auto& way : kWays) {
    const std::string name = way.first;
    const auto& add = way.second;
    CAPTURE(name);
    CAPTURE(id);
    Response response;
    // A valid entry does not hide an invalid one.
    if (!actors.loaded.empty() && may_act) add(response, id);
    add(response, id);
    CHECK(acts_for_itself(response, actors) == may_act);
  }
}

}  // namespace

TEST_CASE("only plugins that the worker has loaded may act") {
  for (const uint32_t id : {kScript, kPlugin, kOther}) check(three(), id, true);
  for (const uint32_t id : {0u, kUnknown, ring::kPlugins}) check(three(), id, false);
  check({}, kPlugin, false);
}

TEST_CASE("an unloaded plugin may not act, and one that is loaded twice counts once") {
  auto actors = three();
  actors.add(kPlugin, Role::plugin);
  actors.remove(kPlugin);
  check(actors, kPlugin, false);
  check(actors, kOther, true);
}

TEST_CASE("a plugin that a request leaves out may not act in its response") {
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

TEST_CASE("a fault can be without a plugin, an effect or an action cannot") {
  Response response;
  response.faults.push_back({ring::kNobody, "together too much"});
  CHECK(acts_for_itself(response, three()));
  response.verdict.actions.emplace_back(room::StorePut{ring::kNobody, "key", 1.0});
  CHECK_FALSE(acts_for_itself(response, three()));
}

TEST_CASE("an action that names no owner is accepted") {
  Response response;
  response.verdict.actions = {room::Post{"notice", "", "hi", "hi", {}}, room::Kick{1, "out"}};
  CHECK(acts_for_itself(response, {}));
}
