// Plugins together and over time: publications, jobs, history, penalties.
#include <doctest/doctest.h>

#include "support/plugin_host_fixture.h"
#include "support/text.h"

using namespace moonroom;
using support::has;
using support::PluginHostFixture;

TEST_CASE_FIXTURE(PluginHostFixture, "subscribers get a publication after the event") {
  load("a", R"(return { on_announce = function(text)
    room.publish("score", { name = text }) room.say("first") end })");
  load("b", R"(room.subscribe("score", function(data, from) room.say(from .. data.name) end)
    return {})");
  load("c", R"(room.subscribe("other", function() room.say("never") end) return {})");
  CHECK(announce("ada") == "post[all](first) post[all](aada)");
}

TEST_CASE_FIXTURE(
    PluginHostFixture,
    "no plugin gets its own publications, and two that answer each other are stopped") {
  const char* source = R"(room.subscribe("ping", function() room.publish("ping") end)
    return { on_announce = function() room.publish("ping") end })";
  load("a", source);
  CHECK(announce("x") == "");
  load("b", source);
  CHECK(announce("x") == "fault(0) fault(1)");
  CHECK(has(fault(), "more than 64 publications"));
  CHECK(announce("y") == "fault(0) fault(1)");
}

TEST_CASE_FIXTURE(PluginHostFixture, "subscriptions and timers of an unloaded plugin are gone") {
  load("a", "return { on_announce = function() room.publish('t') end }");
  load("b", R"(room.subscribe("t", function() room.say("heard") end)
    return { on_load = function() room.after(1, function() end) end })");
  CHECK(announce("x") == "post[all](heard)");
  CHECK(unload(1) == "cancel(1)");
  CHECK(announce("x") == "");
}

TEST_CASE_FIXTURE(PluginHostFixture, "a job is asked for by name, and its result comes back") {
  load("p", R"(return { jobs = { add = function(data) return data.a + data.b end },
    on_announce = function() room.job("add", { a = 1, b = 2 }, function(sum, wrong)
      room.say(tostring(sum) .. "/" .. tostring(wrong)) end) end })");
  CHECK(announce("x") == "job(add,1)");
  CHECK(job_done(0, 1, 3.0) == "post[all](3/nil)");
  CHECK(job_done(0, 1, 3.0) == "");
  CHECK(announce("x") == "job(add,2)");
  CHECK(job_done(0, 2, {}, "killed") == "post[all](nil/killed)");
}

TEST_CASE_FIXTURE(PluginHostFixture,
                  "an unknown job is an error, and so is a result that is not plain data") {
  load("p",
       R"(return { jobs = { add = function() end }, on_announce = function(t) load(t)() end })");
  announce("room.job('ad', 1, function() end)");
  CHECK(has(fault(), "has no function of that name"));
  announce("room.job('add', function() end, function() end)");
  CHECK(has(fault(), "plain data"));
  announce("room.job('add', 1)");
  CHECK(has(fault(), "function expected"));
}

TEST_CASE_FIXTURE(PluginHostFixture, "a job works with the plugin's settings and cannot act") {
  settings("return { p = { factor = 10 } }");
  const ring::PluginSource plugin{ring::Role::plugin, 7, "p", "plugins/p.lua", R"(
    local p = { config = { factor = 1 } }
    p.jobs = { times = function(n) return n * p.config.factor end,
               shout = function() room.say("x") end,
               keep = function() room.store.a = 1 end,
               fail = function() error("oops") end,
               odd = function() return function() end end }
    return p)"};
  ask(ring::RunJob{plugin, "times", 4.0});
  CHECK(last.verdict.passed);
  CHECK(last.details == Value(40.0));
  for (const auto& each :
       std::vector<std::pair<const char*, const char*>>{{"shout", "a job only computes"},
                                                        {"keep", "a job has no room.store"},
                                                        {"fail", "oops"},
                                                        {"odd", "plain data"},
                                                        {"none", "there is no job"}}) {
    const std::string job = each.first;
    CAPTURE(job);
    CHECK(has(ask(ring::RunJob{plugin, job, {}}), "refused("));
    CHECK(has(last.verdict.reason, each.second));
  }
}

TEST_CASE_FIXTURE(PluginHostFixture, "the history has the public lines, oldest first") {
  load("p", R"(return { on_message = function(m) room.say(m.text) room.tell(m.author, "secret") end,
    on_announce = function(n)
      local lines = {}
      for i, entry in ipairs(room.history(tonumber(n))) do
        lines[i] = entry.number .. entry.line
      end
      room.log(table.concat(lines, " ")) end })");
  ask(ring::HistorySync{{{7, WallTime(), room::Post{"notice", "", "before", "before", {}}}}});
  join(1, "ada");
  say(1, "one");
  say(1, "two");
  CHECK(announce("10") == "log(7before 8one 10two,)");
  CHECK(announce("2") == "log(8one 10two,)");
  CHECK(announce("0") == "log(,)");
}

TEST_CASE_FIXTURE(PluginHostFixture, "mutes and bans are asked for") {
  load("p", R"(return { on_message = function(m) room.mute(m.author, 60)
    room.ban(m.author, 3600, "enough") room.ban("192.0.2.1", 60) room.ban("bob", 0) end })");
  join(1, "ada");
  CHECK(say(1, "x") ==
        "mute(1,60) ban(name ada,3600,enough) ban(address 192.0.2.1,60,) ban(name bob,0,)");
}

TEST_CASE_FIXTURE(PluginHostFixture, "matchers and expressions work on messages") {
  load("p", R"(local bad = room.matcher({ "darn", "混蛋" }, { whole = true })
    local link = room.regex([[(https?)://(\w+)]])
    return { on_message = function(m)
      local word, first, last = bad:find(m.text)
      room.log(tostring(word) .. " " .. tostring(first) .. " " .. tostring(last))
      room.log((bad:mask(m.text)) .. "|" .. bad:replace(m.text, function(w) return #w end))
      room.log(#bad:all(m.text) .. " " .. table.concat({ link:match(m.text) }, ","))
      room.log(table.concat({ link:find(m.text) }, ",") .. " " .. link:replace(m.text, [[\2]]))
      room.log(table.concat(link:all("http://a https://b"), "+"))
    end })");
  join(1, "ada");
  CHECK(say(1, "Darn http://x 混蛋") ==
        "log(Darn 1 4,) log(**** http://x **|4 http://x 6,) log(2 http,x,) "
        "log(6,13,http,x Darn x 混蛋,) log(http+https,)");
}

TEST_CASE_FIXTURE(PluginHostFixture, "a matcher or expression that makes no sense is an error") {
  load("p", "return { on_announce = function(text) load(text)() end }");
  const auto wrong = [&](const char* code) {
    announce(code);
    return fault();
  };
  CHECK(has(wrong("room.matcher({ '' })"), "an empty word"));
  CHECK(has(wrong("room.matcher({ 1 })"), "word 1 is a number"));
  CHECK(has(wrong("room.matcher('x')"), "table expected"));
  CHECK(has(wrong("room.regex('(')"), "missing )"));
  CHECK(has(wrong("room.regex('a'):replace('a', [[\\1]])"), "but the regexp only has 0"));
  CHECK(has(wrong("for i = 1, 1000 do room.regex('a') end"), "make them once"));
}
