// What a plugin's state lacks and survives.
#include <doctest/doctest.h>

#include "script/lua_sandbox.h"
#include "support/plugin_host_fixture.h"
#include "support/text.h"

using namespace moonroom;
using support::has;
using support::PluginHostFixture;

TEST_CASE_FIXTURE(PluginHostFixture, "functions with access outside the state are missing") {
  load("p", R"(return { on_announce = function()
    for _, name in ipairs { 'io', 'os', 'debug', 'package', 'require', 'ffi', 'jit', 'dofile', 'loadfile',
        'getfenv', 'setfenv', 'newproxy', 'collectgarbage', 'print', 'module', 'loadstring' } do
      if rawget(_G, name) ~= nil then room.say(name) end
    end
    if string.dump then room.say('dump') end
    if getmetatable('') ~= 'locked' then room.say('strings') end
    if load('\27LJ') then room.say('bytecode') end end })");
  CHECK(announce("x") == "");
}

TEST_CASE_FIXTURE(PluginHostFixture, "memory has an end, and the plugin survives it") {
  load("p", R"(return { on_announce = function(text)
    if text == 'bomb' then local s = ('x'):rep(1e6) while true do s = s .. s end end
    room.say('alive') end })");
  announce("bomb");
  CHECK(has(fault(), "not enough memory"));
  CHECK(announce("x") == "post[all](alive)");
}

TEST_CASE_FIXTURE(PluginHostFixture, "destructors run when Lua raises an error through C++") {
  // An assumption about this LuaJIT that all of script/ depends on.
  script::LuaState state(1u << 20);
  struct CountsDestruction {
    int& count;
    ~CountsDestruction() { ++count; }
  };
  int destroyed = 0;
  const auto done = state.guarded([&](lua_State* L) {
    const CountsDestruction counts{destroyed};
    luaL_error(L, "through");
  });
  CHECK_FALSE(done);
  CHECK(destroyed == 1);
}
