#include "author/check.h"

#include <doctest/doctest.h>

#include "author/skeleton.h"
#include "author/test_run.h"

using namespace moonroom;

namespace {

ring::Load plugin(const std::string& name, std::string source) {
  return {ring::Role::plugin, 0, name, "plugins/" + name + ".lua", std::move(source)};
}

std::string wrong(const std::vector<ring::Load>& files) {
  std::string all;
  for (const auto& line : author::check({}, files, {})) all += line + "\n";
  return all;
}

}  // namespace

TEST_CASE("a file without mistakes has none") {
  CHECK(wrong({plugin("a", "return { on_join = function() end }")}) == "");
}

TEST_CASE("what keeps a file from loading is named once, without a traceback") {
  CHECK(wrong({plugin("a", "return { on_jion = function() end }")}) ==
        "plugins/a.lua: no hook `on_jion`; did you mean `on_join`?\n");
  CHECK(wrong({plugin("a", "return {")}).starts_with("plugins/a.lua:1:"));
}

TEST_CASE("settings of the wrong type are named") {
  const ring::Load settings{ring::Role::settings, 0, "config", "plugins/config.lua",
                            "return { a = { n = 'x' } }"};
  CHECK(wrong({settings, plugin("a", "return { config = { n = 1 } }")}) ==
        "plugins/a.lua: the setting `n` is a number, not a string\n");
}

TEST_CASE("before and after that go round in a circle are named") {
  CHECK(wrong({plugin("a", "return { before = 'b' }"), plugin("b", "return { before = 'a' }")})
            .find("go round in a circle: a, b") != std::string::npos);
}

TEST_CASE("the pipeline says who is asked when, and why") {
  const auto text = author::pipeline(
      {plugin("late", "return { order = 90, on_join = function() end }"),
       plugin("strict", "return { fail = 'closed', after = 'late', on_join = function() end }")},
      {});
  CHECK(text.find("on_join\n  1. plugins/late.lua") == 0);
  CHECK(text.find("order 50, after late, refuses what it cannot judge") != std::string::npos);
}

TEST_CASE("the beginning of a plugin has no mistake, and passes its own test") {
  author::TestFile file;
  file.plugin = plugin("fresh", author::plugin_skeleton("fresh"));
  file.test = plugin("fresh_test", author::test_skeleton("fresh"));
  file.room = {{ring::Role::script, 0, "relay", "scripts/relay.lua", R"(return {
    on_message = function(m)
      room.post { line = m.name .. "说：" .. m.text, to = room.others(m.author) } end })"}};
  CHECK(wrong({*file.plugin}) == "");
  for (const auto& result : author::run_tests(file)) CHECK(result.wrong == "");
}
