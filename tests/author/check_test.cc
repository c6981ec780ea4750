#include "author/check.h"

#include <doctest/doctest.h>

#include "author/plugin_template.h"
#include "author/test_run.h"

using namespace moonroom;

namespace {

ring::PluginSource plugin(const std::string& name, std::string source) {
  return {ring::Role::plugin, 0, name, "plugins/" + name + ".lua", std::move(source)};
}

std::string wrong(const std::vector<ring::PluginSource>& files) {
  std::string all;
  for (const auto& line : author::check({}, files, {"dice"}, {})) all += line + "\n";
  return all;
}

}  // namespace

TEST_CASE("a file without mistakes has none") {
  CHECK(wrong({plugin("a", "return { on_join = function() end }")}) == "");
}

TEST_CASE("the reason that a file does not load is named once, without a traceback") {
  CHECK(wrong({plugin("a", "return { on_jion = function() end }")}) ==
        "plugins/a.lua: no hook `on_jion`; did you mean `on_join`?\n");
  CHECK(wrong({plugin("a", "return {")}).starts_with("plugins/a.lua:1:"));
}

TEST_CASE("settings of the wrong type are named") {
  const ring::PluginSource settings{ring::Role::settings, 0, "config", "plugins/config.lua",
                                    "return { a = { n = 'x' } }"};
  CHECK(wrong({settings, plugin("a", "return { config = { n = 1 } }")}) ==
        "plugins/a.lua: the setting `n` is a number, not a string\n");
}

TEST_CASE("cycles of before and after are named") {
  CHECK(wrong({plugin("a", "return { before = 'b' }"), plugin("b", "return { before = 'a' }")})
            .find("go round in a circle: a, b") != std::string::npos);
}

TEST_CASE("unknown plugins in before and after are named, with a near match") {
  CHECK(wrong({plugin("a", "return { before = 'nosuch' }")}) ==
        "plugins/a.lua: before = \"nosuch\": there is no such plugin\n");
  CHECK(wrong({plugin("a", "return { after = 'bb' }"), plugin("b", "return {}")}) ==
        "plugins/a.lua: after = \"bb\": there is no such plugin; did you mean `b`?\n");
  CHECK(wrong({plugin("a", "return { after = { 'b', 'dcie' } }"), plugin("b", "return {}")}) ==
        "plugins/a.lua: after = \"dcie\": there is no such plugin; did you mean `dice`?\n");
  // A plugin of the gallery can be turned off.
  CHECK(wrong({plugin("a", "return { after = { 'b', 'dice' } }"), plugin("b", "return {}")}) == "");
}

TEST_CASE("settings of unknown plugins are named") {
  const auto settings = [](const std::string& text) {
    return ring::PluginSource{ring::Role::settings, 0, "config", "plugins/config.lua", text};
  };
  const auto welcome = plugin("welcome", "return { config = { n = 1 } }");
  CHECK(wrong({settings("return { welcome = { n = 2 }, dice = {} }"), welcome}) == "");
  CHECK(wrong({settings("return { welcom = { n = 2 } }"), welcome}) ==
        "plugins/config.lua: settings for `welcom`: there is no such plugin; did you mean "
        "`welcome`?\n");
  CHECK(wrong({settings("return { something = {} }"), welcome}) ==
        "plugins/config.lua: settings for `something`: there is no such plugin\n");
}

TEST_CASE("a wording of the room that does not work is named") {
  const ring::PluginSource words{ring::Role::wording, 0, "w", "wording/w.lua",
                                 "return { host = { verb = {} } }"};
  const auto all = author::check({}, {words, plugin("a", "return {}")}, {}, {});
  REQUIRE(all.size() == 1);
  CHECK(all.front() == "wording/w.lua: no word `host.verb`; did you mean `verbs`?");
}

TEST_CASE("commands stand at the end of the pipeline") {
  const auto text = author::pipeline(
      {plugin(
          "a",
          "return { commands = { vote = { usage = 'N', help = 'x', run = function() end } } }")},
      {});
  CHECK(text.find("commands\n  /vote N ") == 0);
  CHECK(text.find("plugins/a.lua") != std::string::npos);
}

TEST_CASE("invalid plugin names are refused with a reason") {
  for (const char* name : {"end", "nil", "room", "config", "string", "test", "help", "x_test", "",
                           "1st", "_x", "a-b", "Ann", "ä", "a.b", "../x", "a b"}) {
    CAPTURE(name);
    CHECK_FALSE(author::check_plugin_name(name).empty());
  }
  CHECK_FALSE(author::check_plugin_name(std::string(33, 'a')).empty());
  for (const char* name : {"dice", "a", "my_plugin2", "ends", "rooms", "tests", "x_test_y"}) {
    CAPTURE(name);
    CHECK(author::check_plugin_name(name).empty());
  }
}

TEST_CASE("the pipeline shows the order of the plugins, and why") {
  const auto text = author::pipeline(
      {plugin("late", "return { order = 90, on_join = function() end }"),
       plugin("strict", "return { fail = 'closed', after = 'late', on_join = function() end }")},
      {});
  CHECK(text.find("on_join\n  1. plugins/late.lua") == 0);
  CHECK(text.find("order 50, after late, refuses what it cannot judge") != std::string::npos);
}

TEST_CASE("the template of a plugin has no mistake, and passes its own test") {
  author::TestFile file;
  file.plugin = plugin("fresh", author::plugin_template("fresh"));
  file.test = plugin("fresh_test", author::test_template("fresh"));
  file.room = {{ring::Role::script, 0, "relay", "scripts/relay.lua", R"(return {
    on_message = function(m)
      room.post { line = m.name .. "说：" .. m.text, to = room.others(m.author) } end })"}};
  CHECK(wrong({*file.plugin}) == "");
  for (const auto& result : author::run_tests(file)) CHECK(result.wrong == "");
}
