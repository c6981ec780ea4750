#include "author/test_run.h"

#include <utility>

#include "author/test_api.h"
#include "author/test_room.h"
#include "script/lua_sandbox.h"
#include "script/lua_state.h"
#include "script/lua_value.h"

namespace moonroom::author {
namespace {

// Tests build long texts on purpose; this stops a loop that allocates without end.
constexpr size_t kMemory = 256u << 20;

struct Registered {
  std::string name;
  int body = LUA_NOREF;
};

// test(name, body)
int register_test(lua_State* L) {
  auto& tests = *static_cast<std::vector<Registered>*>(lua_touserdata(L, lua_upvalueindex(1)));
  luaL_checkstring(L, 1);
  luaL_checktype(L, 2, LUA_TFUNCTION);
  lua_settop(L, 2);
  const int body = luaL_ref(L, LUA_REGISTRYINDEX);
  tests.push_back({std::string(script::text_at(L, 1)), body});
  return 0;
}

Result<std::vector<Registered>> read_tests(script::LuaState& state,
                                           const ring::PluginSource& file) {
  std::vector<Registered> tests;
  const auto ran = state.guarded([&](lua_State* L) {
    script::open_everything(L);
    open_test_api(L);
    lua_pushlightuserdata(L, &tests);
    lua_pushcclosure(L, register_test, 1);
    lua_setglobal(L, "test");
    script::compile(L, file.source, file.path);
    script::call_traced(L, 0, 0);
    lua_pushnil(L);
    lua_setglobal(L, "test");
  });
  if (!ran) return tl::unexpected(ran.error());
  return tests;
}

Result<void> set_up(TestRoom& room, const TestFile& file) {
  bool is_script = false;
  for (const auto& each : file.room) {
    const bool replaced = file.plugin && file.plugin->path == each.path;
    if (auto loaded = room.load(replaced ? *file.plugin : each); !loaded) return loaded;
    is_script = is_script || replaced;
  }
  return file.plugin && !is_script ? room.load(*file.plugin) : Result<void>();
}

std::string run_one(script::LuaState& state, const Registered& test, const TestFile& file) {
  TestRoom room(file.limits);
  if (const auto ready = set_up(room, file); !ready) return ready.error().what;
  const auto ran = state.guarded([&](lua_State* L) {
    lua_rawgeti(L, LUA_REGISTRYINDEX, test.body);
    push_room(L, room);
    script::call_traced(L, 1, 0);
  });
  // A fault of the plugin comes first: a missing message is often its consequence.
  const auto faults = room.drain_faults();
  if (!faults.empty()) return "a fault: " + faults.front();
  if (ran) return {};
  // The first line has the place; the rest is inside this program.
  return ran.error().what.substr(0, ran.error().what.find("\nstack traceback"));
}

}  // namespace

std::vector<TestResult> run_tests(const TestFile& file) {
  script::LuaState state(kMemory);
  const auto tests = read_tests(state, file.test);
  if (!tests) return {{file.test.path, tests.error().what}};
  if (tests->empty())
    return {{file.test.path, "there is no test in it: test(\"…\", function(room) … end)"}};
  std::vector<TestResult> results;
  for (const auto& test : *tests) results.push_back({test.name, run_one(state, test, file)});
  return results;
}

}  // namespace moonroom::author
