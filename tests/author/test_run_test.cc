// Tests of the test runner for plugins.
#include "author/test_run.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string_view>

#include "author/test_reference.h"
#include "support/text.h"

using namespace moonroom;
using support::has;

namespace {

ring::PluginSource file(ring::Role role, const char* path, const char* source) {
  return {role, 0, "p", path, source};
}

// The result of each test: "name: error", one a line.
std::string run(const char* plugin, const char* tests) {
  author::TestFile it;
  it.room = {file(ring::Role::script, "scripts/relay.lua", R"(return {
    on_message = function(m)
      room.post { line = m.name .. ": " .. m.text, to = room.others(m.author) } end,
    on_join = function(m) room.post { line = m.name .. " came", to = room.others(m) } end,
    filter_join = function(m) if m.conflict then return false, m.conflict end end })")};
  it.plugin = file(ring::Role::plugin, "plugins/p.lua", plugin);
  it.test = file(ring::Role::plugin, "plugins/p_test.lua", tests);
  std::string all;
  for (const auto& result : author::run_tests(it)) all += result.name + ": " + result.wrong + "\n";
  return all;
}

constexpr const char* kNothing = "return {}";

// The methods that an error lists when `object` lacks the requested one.
std::set<std::string> methods_of(const char* object) {
  const auto said =
      run(kNothing,
          fmt::format("test('t', function(room) return {}.qqqqqqqqqqqqq end)", object).c_str());
  constexpr std::string_view kList = "there are: ";
  std::set<std::string> names;
  auto rest = std::string_view(said).substr(said.find(kList) + kList.size());
  rest = rest.substr(0, rest.find('\n'));
  while (!rest.empty()) {
    const auto name = rest.substr(0, rest.find(", "));
    names.emplace(name);
    rest.remove_prefix(std::min(rest.size(), name.size() + 2));
  }
  return names;
}

}  // namespace

TEST_CASE("the stubs name every method of the test kit, and no other") {
  const auto& kinds = author::test_kind_references();
  REQUIRE(kinds.size() == 2);
  const char* const objects[] = {"room:join('ann')", "room"};
  for (size_t i = 0; i < kinds.size(); ++i) {
    std::set<std::string> named;
    for (const auto& method : kinds[i].methods) named.emplace(method.name);
    CHECK(named == methods_of(objects[i]));
  }
  const auto stubs = author::luacats_stubs();
  CHECK(has(stubs, "function test(name, body) end"));
  CHECK(has(stubs, "---@field run fun(call: moonroom.Call): string|false|nil, string? "));
  CHECK(has(stubs, "---@return string now\n---@overload fun(): number"));
}

TEST_CASE("people join from the address that the test names") {
  CHECK(run("return { on_join = function(m) room.log(m.address .. ' ' .. m.source) end }",
            R"(test("t", function(room)
    room:join("ann")
    room:logged("127.0.0.1 127.0.0.1")
    local bob = room:join("bob", { address = "192.0.2.7" })
    room:logged("192.0.2.7 192.0.2.7")
    bob:hears_nothing()
    room:join("cleo", { address = "2001:db8::1" })
    room:logged("2001:db8::1 2001:db8::/64")
    bob:say("hi")
    assert(bob:is_here())
  end))") == "t: \n");
  CHECK(has(run(kNothing, "test('t', function(r) r:join('a', { adress = '::1' }) end)"),
            "did you mean `address`?"));
  CHECK(has(run(kNothing, "test('t', function(r) r:join('a', { address = 'home' }) end)"),
            "no address: home"));
}

TEST_CASE("a plugin that is taken away is gone") {
  CHECK(run(kNothing, R"(test("t", function(room)
    room:plugin("q", "return { on_unload = function(why) room.say('why ' .. why) end }")
    local ann = room:join("ann")
    room:disable("q")
    ann:hears("why removed")
    assert(not pcall(function() room:disable("q") end))
  end))") == "t: \n");
}

TEST_CASE("people talk, and receive the others' messages") {
  CHECK(run(kNothing, R"(test("talk", function(room)
    local ann, bob = room:join("ann"), room:join("bob")
    ann:hears("bob came")
    ann:say("hi")
    bob:hears("ann: hi")
    ann:hears_nothing() bob:hears_nothing()
    bob:leave()
    bob:hears("EXIT")
    assert(not bob:is_here() and ann:is_here())
  end))") == "talk: \n");
}

TEST_CASE("a missing message is shown beside the received ones") {
  CHECK(run(kNothing, R"(test("talk", function(room)
    local ann, bob = room:join("ann"), room:join("bob")
    ann:say("你好吗")
    bob:hears("ann: 你好啊")
  end))") ==
        "talk: plugins/p_test.lua:4: bob does not hear it\n"
        "  expected  ann: 你好啊\n"
        "  heard     ann: 你好吗\n"
        "                     ^\n");
  CHECK(has(run(kNothing, "test('t', function(room) room:join('ann'):hears('x') end)"),
            "heard     nothing"));
  CHECK(has(run(kNothing,
                "test('t', function(room) local a = room:join('a') room:join('b') "
                "a:hears_nothing() end)"),
            "a hears b came"));
}

TEST_CASE("a mistake of the plugin fails the test, unless the test expects it") {
  const char* bad = "return { on_message = function() error('oops') end }";
  CHECK(has(run(bad, "test('t', function(room) room:join('a'):say('x') end)"),
            "a fault: plugins/p.lua: on_message: plugins/p.lua:1: oops"));
  CHECK(run(bad, R"(test("t", function(room) room:join("a"):say("x")
    assert(room:faults()[1]:find("oops")) end))") == "t: \n");
}

TEST_CASE("a plugin that does not load fails each test") {
  CHECK(has(run("return { on_jion = 1 }", "test('t', function() end)"), "did you mean `on_join`?"));
}

TEST_CASE("each test has a room of its own") {
  CHECK(run(kNothing, R"(
    test("one", function(room) room:join("ann") end)
    test("two", function(room) local _, answer = room:knock("ann") assert(answer == "OK")
      _, answer = room:knock("ann") assert(answer == "taken", answer) end))") == "one: \ntwo: \n");
}

TEST_CASE("time passes when it is told to") {
  CHECK(
      run(R"(return { on_load = function() room.every(10, function() room.say("tick") end) end })",
          R"(test("t", function(room) local ann = room:join("ann")
    room:pass(9) ann:hears_nothing() room:pass(1) ann:hears("tick")
    room:pass(25) ann:hears("tick") ann:hears("tick") ann:hears_nothing() end))") == "t: \n");
}

TEST_CASE("the console, the log, settings, other plugins and jobs are there") {
  CHECK(run(R"(local p = { config = { word = "default" } }
    p.commands = { word = { role = "admin", run = function() return p.config.word end } }
    function p.on_announce(text) room.log(text, "chat") room.job("twice", 21, room.say) end
    p.jobs = { twice = function(n) return tostring(2 * n) end }
    return p)",
            R"(test("t", function(room) local ann = room:join("ann")
    assert(room:command("/word") == "default")
    room:announce("hello") room:logged("hello", "chat") ann:hears("42")
    room:plugin("loud", "return { on_announce = function(t) room.say(t:upper()) end }")
    room:announce("x") ann:hears("X") end))") == "t: \n");
}

TEST_CASE("the room speaks the language that the test chooses") {
  CHECK(run(R"(local p = { words = { en = { hi = "hello" }, zh = { hi = "你好" } } }
    function p.on_join(m) room.tell(m, p.config.hi) end
    return p)",
            R"(test("t", function(room)
    room:join("ann"):hears("hello")
    room:speaks("zh")
    room:join("bob"):hears("你好")
    assert(not pcall(room.speaks, room, "zh' }"))
  end))") == "t: \n");
}

TEST_CASE("a file without tests, or that does not run, is one failure") {
  CHECK(has(run(kNothing, ""), "there is no test in it"));
  CHECK(has(run(kNothing, "tset('x')"), "plugins/p_test.lua: plugins/p_test.lua:1:"));
}

TEST_CASE("a script is tested in its own place") {
  author::TestFile it;
  it.room = {file(ring::Role::script, "scripts/p.lua",
                  "return { on_announce = function() room.say('old') end }")};
  it.plugin = file(ring::Role::script, "scripts/p.lua",
                   "return { on_announce = function() room.say('new') end }");
  it.test = file(ring::Role::plugin, "scripts/p_test.lua", R"(test("t", function(room)
    local ann = room:join("ann") room:announce("x") ann:hears("new") ann:hears_nothing() end))");
  const auto results = author::run_tests(it);
  REQUIRE(results.size() == 1);
  CHECK(results.front().wrong == "");
}
