// Loops in Lua are stopped inside the process, even if they try to prevent it.
#include "script/time_limit.h"

#include <doctest/doctest.h>

#include <string>

#include "support/plugin_host_fixture.h"
#include "support/text.h"

using namespace moonroom;
using namespace std::chrono_literals;
using support::has;

namespace {

constexpr auto kLimit = 20ms;

struct TimeLimitFixture : support::PluginHostFixture {
  script::CpuTimer timer;
  TimeLimitFixture() : PluginHostFixture({32u << 20, false, kLimit}) {}
};

// Each is the body of a hook; its first loop is in line 2 of the file.
constexpr const char* kLoops[] = {
    "while true do end",
    "for i = 1, 1e18 do end",
    "repeat until false",
    "::again:: goto again",
    "while true do pcall(function() while true do end end) end",
    "while true do pcall(error) end",
    "while true do pcall(pcall, error) end",
    "while true do xpcall(error, function() end) end",
    "while true do xpcall(function() while true do end end, function(e) return e end) end",
    "xpcall(function() while true do end end, function() while true do end end)",
    "xpcall(error, function() while true do end end)",
    "return pcall(function() while true do end end)",
    "return xpcall(function() while true do end end, function() end)",
    "return false, select('#', pcall(function() while true do end end))",
    "coroutine.wrap(function() while true do end end)()",
    "while true do coroutine.resume(coroutine.create(function() while true do end end)) end",
    "local c = coroutine.wrap(function() while true do coroutine.yield() end end) while true do "
    "c() end",
    "local function f() return f() end f()",
    "local function f() return pcall(f) end while true do f() end",
    "local t = setmetatable({}, { __index = function(_, k) while true do end end }) return t.x",
    "local t = setmetatable({}, { __lt = function() while true do end end }) return t < t",
    "local t = setmetatable({}, { __concat = function() while true do end end }) return t .. t",
    "local t = setmetatable({}, { __call = function(f) return f() end }) t()",
    "table.sort({ 3, 1, 2 }, function() while true do end end)",
    "('x'):rep(100):gsub('.', function() pcall(function() while true do end end) end)",
    "for _ in function() return 1 end do end",
    "for _ in pcall, function() while true do end end do end",
    "local e = setmetatable({}, { __tostring = function() while true do end end }) "
    "error(tostring(e))",
    "local r = room.matcher({ 'a' }) r:replace('aaaa', function() while true do end end)",
    "local f = load('while true do end', '@plugins/slow.lua') while true do pcall(f) end",
    "local s = '' while true do s = (s .. 'x'):sub(-10) end",
};

std::string hook(const char* body) {
  return std::string("return { order = 1, on_announce = function(text)\n") + body + "\nend }";
}

}  // namespace

TEST_CASE_FIXTURE(TimeLimitFixture, "a loop in a hook is stopped, its plugin named with the line") {
  load("counts", "local n = 0 return { on_announce = function() n = n + 1 room.say(n) end }");
  int count = 0;
  for (const char* body : kLoops) {
    CAPTURE(body);
    const auto id = next_id;
    REQUIRE(load("slow", hook(body).c_str()) == "");
    // The other plugins keep their state.
    CHECK(announce("x") ==
          "post[all](" + std::to_string(++count) + ") fault(" + std::to_string(id) + ")");
    CHECK(has(fault(), "on_announce: plugins/slow.lua:"));
    CHECK(has(fault(), "took longer than 20 ms and was stopped\nstack traceback:"));
    unload(id);
  }
}

TEST_CASE_FIXTURE(TimeLimitFixture, "the first stop is the one that is shown") {
  load("slow", hook("while true do\n pcall(function()\n while true do end end) end").c_str());
  announce("x");
  CHECK(has(fault(), "plugins/slow.lua:4: took longer"));
}

TEST_CASE_FIXTURE(TimeLimitFixture, "a loop is stopped wherever a plugin runs") {
  CHECK(has(load("a", "while true do end"), "refused(plugins/a.lua:1: took longer than 20 ms"));
  CHECK(has(load("b", "return { on_load = function() while true do end end }"),
            "refused(plugins/b.lua: on_load: plugins/b.lua:1: took longer"));
  CHECK(has(settings("while true do end"), "refused(plugins/config.lua:1: took longer"));
  const auto leaving = next_id;
  load("c", "return { on_unload = function() while true do end end }");
  unload(leaving);
  CHECK(has(fault(), "on_unload: plugins/c.lua:1: took longer"));
  const auto owner = next_id;
  load("d", R"(room.after(1, function() while true do end end)
    return { commands = { spin = { help = 'spins', run = function() while true do end end } },
      filter_message = function(m) while true do end end })");
  ask(room::Event(room::TimerDue{owner, 1}));
  CHECK(has(fault(), "timer: plugins/d.lua:1: took longer"));
  console("spin");
  CHECK(has(fault(), "/spin: plugins/d.lua:2: took longer"));
  join(1, "ada");
  say(1, "hi");
  CHECK(has(fault(), "filter_message: plugins/d.lua:3: took longer"));
}

TEST_CASE_FIXTURE(TimeLimitFixture,
                  "an old version that loops in on_unload leaves the new one its time") {
  const ring::PluginSource old{ring::Role::plugin, 7, "p", "plugins/p.lua",
                               "return { on_unload = function() while true do end end }"};
  CHECK(ask(old) == "");
  auto fresh = old;
  fresh.source = "return { on_load = function() room.say('in') end }";
  CHECK(ask(fresh) == "post[all](in) fault(7)");
}

TEST_CASE_FIXTURE(TimeLimitFixture,
                  "a call that keeps within its time is left alone, however many there are") {
  load("busy", "return { on_announce = function() for i = 1, 1e4 do end room.say('done') end }");
  for (int i = 0; i < 2000; ++i) REQUIRE(announce("x") == "post[all](done)");
}

TEST_CASE_FIXTURE(TimeLimitFixture,
                  "a filter that is stopped refuses only when it says fail = closed") {
  load("open", "return { filter_message = function(m) while true do end end }");
  join(1, "ada");
  CHECK(has(say(1, "hi"), "fault(0)"));
  CHECK(last.verdict.passed);
  load("closed", "return { fail = 'closed', filter_message = function(m) while true do end end }");
  say(1, "hi");
  CHECK_FALSE(last.verdict.passed);
}

TEST_CASE("without a timer nothing is stopped") {
  support::PluginHostFixture room({32u << 20, false, 1ms});
  room.load("slow",
            "return { on_announce = function() for i = 1, 3e6 do end room.say('done') end }");
  CHECK(room.announce("x") == "post[all](done)");
}
