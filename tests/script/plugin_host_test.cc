#include "script/plugin_host.h"

#include <doctest/doctest.h>

#include <vector>

#include "support/plugin_host_fixture.h"
#include "support/text.h"

using namespace moonroom;
using support::has;
using support::PluginHostFixture;

TEST_CASE_FIXTURE(PluginHostFixture,
                  "a plugin observes joins, messages, leaves and announcements") {
  load("all", R"(return {
    on_join = function(m) room.say('in ' .. m.name) end,
    on_message = function(m) room.say(m.name .. '/' .. m.author.name .. '/' .. m.text .. '/' .. m.id) end,
    on_leave = function(m, why) room.say('out ' .. m.name .. ' ' .. why) end,
    on_announce = function(text) room.say('admin ' .. text) end })");
  CHECK(join(1, "ada") == "post[all](in ada)");
  CHECK(say(1, "hi") == "post[all](ada/ada/hi/7)");
  CHECK(announce("") == "post[all](admin )");
  CHECK(leave(1) == "post[all](out ada quit)");
}

TEST_CASE_FIXTURE(
    PluginHostFixture,
    "an error in a hook is a fault with file, line and traceback, and the event goes on") {
  load("bad", "return {\n on_message = function(m)\n  error('oops') end }");
  load("good", "return { on_message = function(m) room.say(m.text) end }");
  join(1, "ada");
  CHECK(say(1, "hi") == "post[all](hi) fault(0)");
  CHECK(has(fault(), "on_message: plugins/bad.lua:3: oops"));
  CHECK(has(fault(), "stack traceback"));
}

TEST_CASE_FIXTURE(PluginHostFixture, "only the beginning of a very long error is reported") {
  CHECK(has(load("wordy", "error(('many words '):rep(1e5))"), "plugins/wordy.lua:1: many words"));
  CHECK(last.verdict.reason.size() < 5000);
  load("wordy", "return { on_message = function() error(('多嘴'):rep(1e5)) end }");
  join(1, "ada");
  CHECK(say(1, "hi") == "fault(1)");
  CHECK(has(fault(), "on_message: plugins/wordy.lua:1: 多嘴"));
  CHECK(fault().size() < 5000);
}

TEST_CASE_FIXTURE(PluginHostFixture, "the results of hooks are checked") {
  load("f", "return { filter_message = function(m) return load('return ' .. m.text)() end }");
  join(1, "ada");
  for (const char* wrong :
       {"true", "1", "{}", "nil, 'x'", "true, 'x'", "5, 'x'", "'\\255'", "''"}) {
    CAPTURE(wrong);
    CHECK(say(1, wrong) == "fault(0)");
  }
  load("o", "return { on_leave = function(m) return true end }");
  leave(1);
  CHECK(has(fault(), "an observer returns nothing"));
}

TEST_CASE_FIXTURE(PluginHostFixture, "a name with a conflict never gets in, whatever scripts say") {
  CHECK(has(join(1, "ada", room::NameConflict::taken), "refused("));
  load("names",
       "return { filter_join = function(m) if m.conflict then return false, m.conflict end end }");
  CHECK(join(1, "ada", room::NameConflict::confusable) == "refused(confusable)");
  CHECK(join(1, "ada") == "");
}

TEST_CASE_FIXTURE(PluginHostFixture,
                  "no name holds the words of the wording in force, whatever scripts say") {
  load("relay", "return { config = { text = '{name}曰：{text}' } }", ring::Role::script);
  load("chief", "return { config = { text = '老师曰：{text}' } }", ring::Role::script);
  load("names",
       "return { filter_join = function(m) if m.conflict then return false, m.conflict end end }",
       ring::Role::script);
  load("welcome", "return { config = { text = '{name}同学好' } }");
  CHECK(join(1, "张三曰李四") == "refused(words)");
  CHECK(join(1, "老师") == "refused(reserved)");
  CHECK(join(1, "张三说") == "");
  CHECK(join(2, "李四同学好") == "");
  load("relay2", "return { config = { text = '{name}说：{text}' } }", ring::Role::script);
  CHECK(join(3, "王五说") == "refused(words)");
}

TEST_CASE_FIXTURE(PluginHostFixture,
                  "a refused newcomer is not in the room and does not leave it") {
  load("door", R"(return { filter_join = function(m) return false, 'closed' end,
    on_leave = function(m) room.say('left') end,
    on_announce = function() room.say('here: ' .. #room.members()) end })");
  join(1, "ada");
  CHECK(leave(1) == "");
  CHECK(announce("x") == "post[all](here: 0)");
}

TEST_CASE_FIXTURE(PluginHostFixture,
                  "a plugin that crashed on an event is left out when it is judged again") {
  load("evil", "return { on_announce = function() room.say('evil') end }");
  load("good", "return { on_announce = function() room.say('good') end }");
  CHECK(ask(room::Event(room::AnnouncementEvent{"x"}), 0) == "post[all](good)");
}

TEST_CASE_FIXTURE(PluginHostFixture, "the marker names the running plugin, and none afterwards") {
  load("a", "return { on_announce = function() end }");
  ran.clear();
  announce("x");
  CHECK(ran == std::vector<uint32_t>{0, UINT32_MAX});
}
