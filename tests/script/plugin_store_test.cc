// The changes that room.store finds turn the old data into the new, for any change of the table.
#include "script/plugin_store.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <iterator>
#include <random>
#include <sstream>

#include "script/lua_sandbox.h"
#include "script/lua_state.h"
#include "script/lua_value.h"

using namespace moonroom;

namespace {

// A store, and a copy made from its changes.
struct StoreFixture {
  script::LuaState state{32u << 20};
  script::PluginStore store;
  Table copy;
  std::vector<room::StorePut> changes;

  explicit StoreFixture(Table fields = {}) : store(fields), copy(std::move(fields)) {
    REQUIRE(state.guarded([](lua_State* L) { script::open_sandbox(L); }));
  }
  // Runs `source` with the table in `store` and its own globals; returns the error, or an empty
  // string.
  std::string run(const std::string& source) {
    changes.clear();
    const auto ran = state.guarded([&](lua_State* L) {
      store.push(L);
      lua_setglobal(L, "store");
      script::compile(L, source, "run");
      lua_call(L, 0, 0);
      keep(L);
    });
    return ran ? std::string() : ran.error().what;
  }
  void keep(lua_State* L) {
    changes = store.changes(L);
    store.commit(L, changes);
    for (const auto& change : changes) CHECK(room::apply(change, copy));
  }
  // The Lua table and the copy are equal.
  bool agrees() {
    Value now;
    REQUIRE(state.guarded([&](lua_State* L) {
      store.push(L);
      now = script::to_value(L, -1);
    }));
    return now == Value(copy) && store.fields() == Value(copy);
  }
  // "a.b[2]" for each change, "a.b-" for each removal.
  std::string paths() const {
    std::string all;
    for (const auto& change : changes) {
      all += (all.empty() ? "" : " ") + change.key;
      for (const auto& step : change.path)
        all += step.text() ? "." + *step.text()
                           : "[" + std::to_string(static_cast<int>(*step.number())) + "]";
      if (change.value.is_nil()) all += "-";
    }
    return all;
  }
};

// Lua's order of fields is arbitrary.
std::vector<std::string> sorted(const std::string& paths) {
  std::istringstream in(paths);
  std::vector<std::string> all{std::istream_iterator<std::string>(in), {}};
  std::sort(all.begin(), all.end());
  return all;
}

// A random change by a plugin.
std::string random_step(std::mt19937& random) {
  const auto pick = [&](unsigned most) { return std::to_string(random() % most + 1); };
  const auto key = [&] { return "'k" + pick(6) + "'"; };
  const auto leaf = [&]() -> std::string {
    switch (random() % 5) {
      case 0:
        return pick(9);
      case 1:
        return "'t" + pick(9) + "'";
      case 2:
        return "true";
      case 3:
        return "{ " + pick(9) + ", { " + pick(9) + " }, x = { y = '" + pick(9) + "' } }";
      default:
        return "nil";
    }
  };
  const std::string at = "local t = store[" + key() + "] if type(t) ~= 'table' then t = {} store[" +
                         key() + "] = t end ";
  switch (random() % 12) {
    case 0:
      return "store[" + key() + "] = " + leaf();
    case 1:
      return at + "t[" + key() + "] = " + leaf();
    case 2:
      return at + "t[#t + 1] = " + pick(9);
    case 3:
      return at + "t[#t] = nil";
    case 4:
      return at + "if #t > 0 then table.remove(t, 1) end";
    case 5:
      return at + "table.insert(t, 1, { n = " + pick(9) + " })";
    case 6:
      return at + "for k, v in pairs(t) do if type(v) == 'table' then v.deep = " + pick(9) +
             " end end";
    case 7:
      return at + "held = t";
    case 8:
      return "if held then held." + pick(1).replace(0, 1, "h") + " = " + pick(9) + " end";
    case 9:
      return at + "for i = 1, " + pick(30) + " do t['m' .. i] = i end";
    case 10:
      return at + "for k in pairs(t) do if type(k) == 'string' then t[k] = nil end end";
    default:
      return at +
             "for i = 1, #t do if type(t[i]) == 'number' then t[i] = -t[i] end end "
             "local s = '' for i = 1, 50 do s = s .. i end";
  }
}

}  // namespace

TEST_CASE("a change names its place") {
  StoreFixture fixture;
  struct Row {
    const char* source;
    const char* paths;
  };
  const Row rows[] = {
      {"store.a = 1", "a"},
      {"store.a = 1", ""},
      {"store.a = 2", "a"},
      {"store.a = nil", "a-"},
      {"store.t = { x = { y = 1 }, 10, 20, 30 }", "t"},
      {"store.t.x.y = 2", "t.x.y"},
      {"store.t.x.z = 'new'", "t.x.z"},
      {"store.t.x.y = nil", "t.x.y-"},
      {"store.t[2] = 21", "t[2]"},
      {"store.t[4] = 40", "t[4]"},
      {"table.insert(store.t, 50)", "t[5]"},
      {"table.remove(store.t)", "t[5]-"},
      {"store.t[4] = nil store.t[3] = nil", "t[4]- t[3]-"},
      {"store.t[3] = 3 store.t[4] = 4", "t[3] t[4]"},
      {"store.t.x = { y = 3 }", "t.x"},
      {"store.t.x.y = 0/0", "t.x.y"},
      {"store.t.x.y = 0/0", ""},
      {"for i = 1, 100 do store.t[i] = i end", "t"},
      {"table.remove(store.t, 1)", "t"},
      {"local t = store.t held = t", ""},
      {"held.x.y = 5", "t.x.y"},
      {"held[7] = 'seven'", "t[7]"},
      {"store.other = held.x", "other"},
      {"held.x.y = 6", "t.x.y other.y"},
      {"store.t = nil", "t-"},
      {"held.x.y = 7", "other.y"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.source);
    CHECK(fixture.run(row.source) == "");
    CHECK(sorted(fixture.paths()) == sorted(row.paths));
  }
}

TEST_CASE("an error changes nothing, and the next call starts from before it") {
  StoreFixture fixture;
  fixture.run("store.t = { a = { b = 1 } } store.n = 1");
  for (const char* wrong :
       {"store.n = 2 store.f = pairs", "store.t.a.f = pairs", "store.t.t = store.t", "store[1] = 1",
        "store.t[3] = 1", "store.t[true] = 1", "store['\\255'] = 1", "store[('k'):rep(300)] = 1",
        "store.s = ('x'):rep(200000)", "for i = 1, 300 do store['k' .. i] = i end",
        "local t = store.t for i = 1, 20 do t.d = {} t = t.d end"}) {
    CAPTURE(wrong);
    const auto before = fixture.copy;
    CHECK(fixture.run(wrong) != "");
    CHECK(fixture.copy == before);
    CHECK(
        fixture.run("for k in pairs(store) do if k ~= 't' and k ~= 'n' then store[k] = nil end end "
                    "store.t = { a = { b = 1 } } store.n = 1") == "");
    CHECK(fixture.agrees());
  }
}

TEST_CASE("the changes turn the old data into the new") {
  std::mt19937 random(1);
  int wrong = 0;
  for (int round = 0; round < 40; ++round) {
    StoreFixture fixture;
    for (int step = 0; step < 150; ++step) {
      const auto source = random_step(random);
      const auto error = fixture.run(source);
      CAPTURE(source);
      if (!error.empty()) {
        ++wrong;
        fixture.run("for k in pairs(store) do store[k] = nil end held = nil");
      }
      REQUIRE(fixture.agrees());
    }
  }
  CHECK(wrong < 600);
}

TEST_CASE("temporary strings use bounded memory, and a new string at an old address is noticed") {
  StoreFixture fixture;
  fixture.run("store.list = {} for i = 1, 50 do store.list[i] = 'x' end");
  const auto before = fixture.state.memory();
  for (int i = 0; i < 20'000; ++i) {
    REQUIRE(fixture.run("n = (n or 0) + 1 store.list[n % 50 + 1] = 'text ' .. n") == "");
    REQUIRE(fixture.changes.size() == 1);
  }
  CHECK(fixture.agrees());
  CHECK(fixture.state.memory() < before + (2u << 20));
}
