// What filters return, and what follows.
#include "script/filter_runner.h"

#include <doctest/doctest.h>

#include "support/plugin_host_fixture.h"
#include "support/text.h"

using namespace moonroom;
using support::has;
using support::PluginHostFixture;

TEST_CASE_FIXTURE(PluginHostFixture,
                  "a filter that returns nothing passes, false and a reason refuses") {
  load("f", R"(return { filter_message = function(m)
    if m.text == 'bad' then return false, 'not here' end end,
    on_message = function(m) room.say(m.text) end })");
  join(1, "ada");
  CHECK(say(1, "good") == "post[all](good)");
  CHECK(say(1, "bad") == "refused(not here)");
}

TEST_CASE_FIXTURE(PluginHostFixture, "later filters and observers see the new text") {
  load("b", "return { order = 20, filter_message = function(m) return m.text .. 'b' end }");
  load("a", "return { order = 10, filter_message = function(m) return m.text .. 'a' end }");
  load("c", "return { order = 30, on_message = function(m) room.say(m.text) end }");
  join(1, "ada");
  CHECK(say(1, "x") == "post[all](xab)");
}

TEST_CASE_FIXTURE(PluginHostFixture, "a closed filter that fails refuses") {
  load("strict", "return { fail = 'closed', filter_message = function(m) error('x') end }");
  join(1, "ada");
  CHECK(has(say(1, "hi"), "refused("));
}

TEST_CASE_FIXTURE(PluginHostFixture, "a filter may take over a line, which records no effect") {
  load(
      "p",
      "return { filter_message = function(m) room.tell(m.author, 'mine') return false, true end }");
  join(1, "ada");
  CHECK(say(1, "x") == "post[1](mine)");
  CHECK(last.verdict.command);
  CHECK(last.filter_effects.empty());
  CHECK(last.faults.empty());
}

TEST_CASE_FIXTURE(PluginHostFixture,
                  "a filter that returns false refuses, whatever its second value") {
  load("f", "return { filter_message = function(m) return load('return ' .. m.text)() end }");
  join(1, "ada");
  struct Row {
    const char* returned;
    const char* verdict;
  };
  const Row rows[] = {
      {"nil", ""},
      {"nil, nil", ""},
      {"false", "refused()"},
      {"false, nil", "refused()"},
      {"false, 'why'", "refused(why)"},
      {"false, ''", "refused()"},
      {"false, 5", "refused(5)"},
      {"false, 0.5", "refused(0.5)"},
      {"false, {}", "refused(your line could not be checked, so it was not sent) fault(0)"},
      {"false, true", ""},
      {"false, '\\255'", "refused(your line could not be checked, so it was not sent) fault(0)"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.returned);
    CHECK(say(1, row.returned) == row.verdict);
  }
}

TEST_CASE_FIXTURE(PluginHostFixture, "any mistake of a closed filter refuses") {
  load("f",
       "return { fail = 'closed', filter_message = function(m) "
       "return load('return ' .. m.text)() end }");
  join(1, "ada");
  for (const char* wrong : {"true", "1", "{}", "nil, 'x'", "''", "'\\255'", "pairs", "error('x')",
                            "nonsense(", "('x'):rep(70000)"}) {
    CAPTURE(wrong);
    CHECK(say(1, wrong) == "refused(your line could not be checked, so it was not sent) fault(0)");
  }
  CHECK(say(1, "nil") == "");
}

TEST_CASE_FIXTURE(PluginHostFixture, "a call over its limits has no effect") {
  load("p", R"(return { on_announce = function(text) load(text)() end,
    on_message = function(m) for i = 1, 3 do room.say('fine') end end })");
  for (const char* call :
       {"for i = 1, 129 do room.say('x') end", "for i = 1, 200 do pcall(room.say, 'x') end",
        "for i = 1, 200 do room.after(1, function() end) end",
        "for i = 1, 200 do pcall(room.after, 1, function() end) end",
        "for i = 1, 3 do pcall(room.say, ('x'):rep(30000)) end",
        "for i = 1, 200 do room.log('x') end"}) {
    CAPTURE(call);
    CHECK(announce(call) == "fault(0)");
  }
  join(1, "ada");
  CHECK(say(1, "hi") == "post[all](fine) post[all](fine) post[all](fine)");
  // Timers that were refused do not count.
  CHECK(announce("for i = 1, 128 do room.after(1, function() end) end") != "fault(0)");
  CHECK(announce("for i = 1, 128 do room.after(1, function() end) end") != "fault(0)");
}
