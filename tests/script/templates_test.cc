// Hooks that are templates: posts without a call.
#include <doctest/doctest.h>

#include "support/plugin_host_fixture.h"
#include "support/text.h"

using namespace moonroom;
using support::has;
using support::PluginHostFixture;

TEST_CASE_FIXTURE(PluginHostFixture, "templates render joins, messages, leaves and announcements") {
  load("all", R"(return {
    on_join = { line = "in {name}", to = "member" },
    on_message = { line = "{name}/{text}" },
    on_leave = { line = "out {name} {why}", to = "everyone" },
    on_announce = { line = "admin {text}" } })");
  CHECK(join(1, "ada") == "post[1](in ada)");
  CHECK(say(1, "hi") == "post[others,1](ada/hi)");
  CHECK(announce("lunch") == "post[all](admin lunch)");
  CHECK(leave(1) == "post[all](out ada quit)");
}

TEST_CASE_FIXTURE(PluginHostFixture, "a template renders the filtered text") {
  load("f", R"(return { filter_message = function(m) return m.text:upper() end,
    on_message = { line = "{text}" } })");
  join(1, "ada");
  CHECK(say(1, "hi") == "post[others,1](HI)");
}

TEST_CASE_FIXTURE(PluginHostFixture,
                  "the line comes first, then templates and functions in their order") {
  load("b", "return { order = 20, on_message = { line = 'b' } }");
  load("a", "return { order = 10, on_message = function() room.say('a') end }");
  load("c", "return { order = 30, on_message = function() room.say('c') end }");
  join(1, "ada");
  CHECK(say(1, "hi") == "post[others,1](b) post[all](a) post[all](c)");
}

TEST_CASE_FIXTURE(PluginHostFixture, "the line of a template can be a setting") {
  settings("return { p = { text = 'hello {name}' } }");
  load("p", "return { config = { text = 'hi {name}' }, on_join = { setting = 'text' } }");
  CHECK(join(1, "ada") == "post[others,1](hello ada)");
}

TEST_CASE_FIXTURE(PluginHostFixture, "a template can have a kind, for programs") {
  load("p", "return { on_join = { line = 'x', kind = 'join' }, on_message = { line = 'x' } }");
  join(1, "ada");
  CHECK(std::get<room::Post>(last.verdict.actions[0]).kind == "join");
  say(1, "hi");
  CHECK(std::get<room::Post>(last.verdict.actions[0]).kind == "notice");
}

TEST_CASE_FIXTURE(PluginHostFixture, "a rendered template is in the history like any line") {
  load("p", R"(return { on_message = { line = "{text}" },
    on_announce = function() for _, e in ipairs(room.history()) do room.log(e.from .. e.line) end end })");
  join(1, "ada");
  say(1, "hi");
  CHECK(announce("") == "log(adahi,)");
}

TEST_CASE_FIXTURE(PluginHostFixture, "an invalid template is an error that says what to write") {
  for (const auto& [source, words] : std::initializer_list<std::pair<const char*, const char*>>{
           {"on_join = 3", "`on_join` is a function, or the form of a post, not a number"},
           {"filter_join = { line = 'x' }", "`filter_join` is a function, not a table"},
           {"on_load = { line = 'x' }", "`on_load` is a function, not a table"},
           {"on_join = {}", "`on_join` needs a `line`"},
           {"on_join = { line = 'x', setting = 'y' }", "`on_join` needs a `line`, or a `setting`"},
           {"on_join = { lien = 'x' }", "`on_join` has no `lien`; did you mean `line`?"},
           {"on_join = { line = 'x', [1] = 2 }", "`on_join` has no `?`; there are: line, setting"},
           {"on_join = { line = 3 }", "`on_join.line` is a text, not a number"},
           {"on_join = { setting = 'txet' }", "there is no text `config.txet`"},
           {"on_join = { line = 'x', to = 'all' }", "not \"all\""},
           {"on_join = { line = '\\255' }", "not UTF-8"},
           {"on_join = { line = '{name}: {text}' }", "there is nothing for {text}; it has {name}"},
           {"on_join = { line = '{why}' }", "there is nothing for {why}; it has {name}"},
           {"on_message = { line = '{why}' }", "nothing for {why}; it has {name} and {text}"},
           {"on_leave = { line = '{text}' }", "nothing for {text}; it has {name} and {why}"},
           {"on_announce = { line = '{name}' }", "nothing for {name}; it has {text}"},
           {"on_join = { line = 'a\\nb' }", "a form is one line"},
           {"on_join = { line = ('{name}'):rep(9) }", "more than 8 gaps"}}) {
    const auto plugin = "return { " + std::string(source) + " }";
    CAPTURE(plugin);
    const auto refused = load("p", plugin.c_str());
    CAPTURE(refused);
    CHECK(has(refused, words));
  }
}

TEST_CASE_FIXTURE(PluginHostFixture,
                  "a line that gets too long is a fault, and the event goes on") {
  load("p", "return { on_message = { line = ('{text}'):rep(8) } }");
  load("q", "return { on_message = { line = 'q' } }");
  join(1, "ada");
  CHECK(say(1, std::string(9000, 'x').c_str()) == "post[others,1](q) fault(0)");
  CHECK(has(fault(), "on_message: the line of its form gets too long"));
}

TEST_CASE_FIXTURE(PluginHostFixture, "a plugin's manifest has its templates") {
  load("p", "return { on_message = { line = '{text}' } }");
  const auto* forms = last.details.field("forms");
  REQUIRE(forms);
  REQUIRE(forms->field("on_message"));
  CHECK(forms->field("on_message")->text_at("line") == "{text}");
}
