// The reference of the plugin API agrees with the API.
#include "author/reference.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>

#include "support/plugin_host_fixture.h"
#include "support/text.h"

using namespace moonroom;
using support::has;

namespace {

const author::KindReference& kind(std::string_view name) {
  const auto& kinds = author::kind_references();
  const auto found =
      std::find_if(kinds.begin(), kinds.end(), [&](const auto& each) { return each.name == name; });
  REQUIRE(found != kinds.end());
  return *found;
}

// A Lua list of the names of fields or methods.
std::string lua_list(const std::vector<script::Parameter>& names) {
  std::string list = "{";
  for (const auto& name : names) list += fmt::format("'{}',", name.name);
  return list + "}";
}

}  // namespace

TEST_CASE("every function is described, with an example that compiles") {
  for (const auto& function : script::api()) {
    CAPTURE(function.name);
    CHECK_FALSE(function.help.empty());
    CHECK_FALSE(function.example.empty());
    support::PluginHostFixture fixture;
    fixture.load("p", ("return { on_announce = function() local member, message, timer " +
                       std::string(function.example) + " end }")
                          .c_str());
    CHECK(fixture.last.verdict.passed);
  }
}

TEST_CASE("every form names every function and every hook") {
  const auto page = author::markdown_reference();
  const auto stubs = author::luacats_stubs();
  const auto list = author::luacheck_list();
  for (const auto& function : script::api()) {
    CAPTURE(function.name);
    CHECK(has(page, fmt::format("### `room.{}(", function.name)));
    CHECK(has(stubs, fmt::format("function room.{}(", function.name)));
    CHECK(has(list, fmt::format("\"{}\"", function.name)));
  }
  for (const auto& hook : script::kHooks) {
    CAPTURE(hook.name);
    CHECK_FALSE(hook.help.empty());
    CHECK(has(page, fmt::format("### `{}(", hook.name)));
    CHECK(has(stubs, fmt::format("---@field {}? fun(", hook.name)));
  }
}

TEST_CASE("the stubs are Lua, and so are the lists") {
  script::LuaState state(size_t{32} << 20);
  for (const auto& text : {author::luacats_stubs(), author::luacheck_list()})
    CHECK(state.guarded([&](lua_State* L) {
      if (luaL_loadbuffer(L, text.data(), text.size(), "text") != 0) lua_error(L);
    }));
}

TEST_CASE("members, messages and calls have the documented fields") {
  support::PluginHostFixture fixture;
  const auto probe = "return { on_message = function(m) for _, f in ipairs(" +
                     lua_list(kind("Message").fields) +
                     ") do assert(m[f] ~= nil or f == 'command', f) end for _, f in ipairs(" +
                     lua_list(kind("Member").fields) +
                     ") do local _ = m.author[f] end end, commands = { c = { run = function(c) "
                     "for _, f in ipairs(" +
                     lua_list(kind("Call").fields) + ") do assert(c[f] ~= nil, f) end end } } }";
  CHECK(fixture.load("p", probe.c_str()) == "");
  fixture.join(1, "ada");
  CHECK(fixture.say(1, "hi") == "");
  CHECK(fixture.say(1, "/c") == "");
}

TEST_CASE("entries, matchers and expressions have the documented fields") {
  support::PluginHostFixture fixture;
  const auto probe =
      "return { on_announce = function() room.say('x') end, on_message = function() "
      "for _, f in ipairs(" +
      lua_list(kind("Entry").fields) +
      ") do assert(room.history(1)[1][f] ~= nil, f) end for _, f in ipairs(" +
      lua_list(kind("Matcher").methods) +
      ") do assert(room.matcher({ 'a' })[f], f) end for _, f in ipairs(" +
      lua_list(kind("Regex").methods) + ") do assert(room.regex('a')[f], f) end end }";
  CHECK(fixture.load("p", probe.c_str()) == "");
  fixture.join(1, "ada");
  fixture.announce("x");
  CHECK(fixture.say(1, "hi") == "");
}
