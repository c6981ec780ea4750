// room.store: a persistent table.
#include <doctest/doctest.h>

#include "support/plugin_host_fixture.h"
#include "support/text.h"

using namespace moonroom;
using support::has;
using support::PluginHostFixture;

namespace {

// A plugin that runs each announcement on its store.
constexpr const char* kKeeper = R"(return { on_announce = function(text)
  local store = room.store
  load("local store = ...; " .. text)(store) end })";

const room::StorePut& kept(const ring::Response& response, size_t place = 0) {
  return std::get<room::StorePut>(response.verdict.actions.at(place));
}

}  // namespace

TEST_CASE_FIXTURE(PluginHostFixture, "changes of the store are stored, and nothing else") {
  load("p", kKeeper);
  CHECK(announce("store.a = 1") == "keep(a)");
  CHECK(kept(last).value == Value(1.0));
  CHECK(announce("store.a = 1") == "");
  CHECK(announce("local x = store.a") == "");
  CHECK(announce("store.a, store.b = 2, 'x'") == "keep(a) keep(b)");
  CHECK(announce("store.a = nil") == "keep(a)");
  CHECK(kept(last).value.is_nil());
}

TEST_CASE_FIXTURE(PluginHostFixture, "a change deep inside is a change") {
  load("p", kKeeper);
  announce("store.list = { { n = 1 } }");
  CHECK(announce("store.list[1].n = 2") == "keep(list)");
  CHECK(kept(last).path == std::vector<Value>{1.0, "n"});
  CHECK(kept(last).value == Value(2.0));
}

TEST_CASE_FIXTURE(PluginHostFixture, "stored data is there when the plugin is loaded") {
  ring::PluginSource file{
      ring::Role::plugin, 0, "p", "plugins/p.lua",
      "return { on_announce = function() room.say(tostring(room.store.a)) end }"};
  std::get<Table>(file.stored.data).fields["a"] = "before";
  ask(file);
  CHECK(announce("x") == "post[all](before)");
}

TEST_CASE_FIXTURE(PluginHostFixture,
                  "a plugin that keeps a reference to its store is compared after each call") {
  load("p", R"(local store = room.store
    return { on_message = function(m) store.last = m.text end })");
  join(1, "ada");
  CHECK(say(1, "one") == "keep(last)");
  CHECK(say(1, "two") == "keep(last)");
  CHECK(say(1, "two") == "");
}

TEST_CASE_FIXTURE(PluginHostFixture, "the next version has the stored data") {
  load("p", kKeeper);
  announce("store.a = 'x'");
  next_id = 0;
  load("p", "return { on_announce = function() room.say(room.store.a) end }");
  CHECK(announce("x") == "post[all](x)");
}

TEST_CASE_FIXTURE(PluginHostFixture,
                  "data that cannot be stored is a fault, and the rest stays as it was") {
  load("p", kKeeper);
  announce("store.good = 1");
  announce("store.f = function() end");
  CHECK(last.verdict.actions.empty());
  CHECK(has(fault(), "plain data"));
  announce("store.f = nil; store[1] = 1");
  CHECK(has(fault(), "texts, not numbers"));
  announce("store[1] = nil; store.s = ('x'):rep(200000)");
  CHECK(has(fault(), "larger than"));
  announce("store.s = nil; for i = 1, 300 do store['k' .. i] = i end");
  CHECK(has(fault(), "at most 256 fields"));
  CHECK(announce("for i = 1, 300 do store['k' .. i] = nil end; store.good = 2") == "keep(good)");
}

TEST_CASE_FIXTURE(PluginHostFixture, "a version that does not load stores nothing") {
  load("p", kKeeper);
  next_id = 0;
  CHECK(has(load("p", "room.store.a = 1 return nonsense("), "refused("));
  next_id = 0;
  CHECK(has(load("p", "room.store.a = 1 return { on_load = function() error('x') end }"),
            "refused("));
  CHECK(last.verdict.actions.empty());
  CHECK(announce("store.b = tostring(store.a)") == "keep(b)");
  CHECK(kept(last).value == Value("nil"));
}
