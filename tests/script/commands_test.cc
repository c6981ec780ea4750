// Commands of plugins: permissions, arguments, replies.
#include <doctest/doctest.h>

#include "support/plugin_host_fixture.h"
#include "support/text.h"

using namespace moonroom;
using support::has;
using support::PluginHostFixture;

namespace {

constexpr const char* kEcho = R"(return {
  commands = { echo = { usage = "TEXT", help = "says it again", run = function(call)
    return (call.member and call.member.name or "admin") .. ":" .. call.name .. ":" .. call.text
      .. ":" .. #call.words end } } })";

}  // namespace

TEST_CASE_FIXTURE(PluginHostFixture, "a slash is nothing special until a plugin has a command") {
  load("relay", "return { on_message = function(m) room.say(m.text) end }");
  join(1, "ada");
  CHECK(say(1, "/help") == "post[all](/help)");
  CHECK_FALSE(last.verdict.command);
  load("echo", kEcho);
  CHECK(say(1, "/echo  a  b ") == "post[1](ada:echo:a  b:2)");
  CHECK(last.verdict.command);
  CHECK(say(1, "//echo") == "post[all](/echo)");
  CHECK_FALSE(last.verdict.command);
}

TEST_CASE_FIXTURE(PluginHostFixture, "a script's commands leave all other lines alone") {
  load("relay", "return { on_message = function(m) room.say(m.text) end }");
  load("echo", kEcho, ring::Role::script);
  join(1, "ada");
  CHECK(say(1, "/echo a") == "post[1](ada:echo:a:1)");
  CHECK(say(1, "/ echo a") == "post[1](ada:echo:a:1)");
  CHECK(say(1, "/help") == "post[1](/echo TEXT  says it again)");
  CHECK(say(1, "//echo") == "post[all](/echo)");
  for (const char* line : {"/ecko", "/", "//", "//ecko", "/usr/bin", "／ecko"})
    CHECK(say(1, line) == std::string("post[all](") + line + ")");
  load("plugin", "return { commands = { x = { run = function() end } } }");
  CHECK(say(1, "/ecko") == "post[1](there is no command /ecko; did you mean /echo?)");
}

TEST_CASE_FIXTURE(PluginHostFixture,
                  "a plugin's command goes before a script's, and gives it back") {
  const char* source = R"(return { commands = { x = { help = "PLACE", run = function()
    return "PLACE" end } } })";
  const auto in = [&](std::string place) {
    std::string text = source;
    for (auto at = text.find("PLACE"); at != std::string::npos; at = text.find("PLACE"))
      text.replace(at, 5, place);
    return text;
  };
  load("a", in("script").c_str(), ring::Role::script);
  CHECK(load("b", in("plugin").c_str()) == "");
  join(1, "ada");
  CHECK(say(1, "/x") == "post[1](plugin)");
  CHECK(say(1, "/help") == "post[1](/x  plugin)");
  CHECK(has(load("c", in("second").c_str(), ring::Role::script),
            "the command /x belongs to plugins/a.lua already"));
  unload(1);
  CHECK(say(1, "/x") == "post[1](script)");
}

TEST_CASE_FIXTURE(PluginHostFixture, "help can be asked about one command") {
  load("echo", kEcho);
  load("p", "return { commands = { other = { run = function() end } } }");
  CHECK(console("help echo") == "/echo TEXT  says it again");
  CHECK(console("help /echo") == "/echo TEXT  says it again");
  CHECK(console("help help") == console("help"));
  CHECK(console("help ecko") == "there is no command /ecko; did you mean /echo?");
}

TEST_CASE_FIXTURE(PluginHostFixture,
                  "usage and help can be in the settings, under the command's name") {
  settings("return { p = { help = { a = 'mine' } } }");
  load("p", R"(local function run() end return {
    config = { usage = { a = "X" }, help = { a = "default", b = "not asked" } },
    commands = { a = { run = run }, b = { help = "its own", run = run } } })");
  CHECK(console("help") == "/a X  mine\n/b  its own");
  CHECK(has(load("q", R"(return { config = { help = { c = 1 } },
    commands = { c = { run = function() end } } })"),
            "`config.help.c` is a text, not a number"));
}

TEST_CASE_FIXTURE(PluginHostFixture, "slashes and blanks of Chinese input methods count too") {
  load("echo", kEcho);
  join(1, "ada");
  CHECK(say(1, "／echo　a b　") == "post[1](ada:echo:a b:2)");
}

TEST_CASE_FIXTURE(PluginHostFixture, "the administrator gives commands too, and gets the answer") {
  load("echo", kEcho);
  CHECK(console("echo hi") == "admin:echo:hi:1");
  CHECK(console("ecko") == "there is no command /ecko; did you mean /echo?");
}

TEST_CASE_FIXTURE(PluginHostFixture, "members cannot call or see commands of the administrator") {
  load("p", R"(return { commands = {
    close = { role = "admin", help = "closes", run = function() return "closed" end },
    open = { help = "opens", run = function() end } } })");
  join(1, "ada");
  CHECK(say(1, "/close") == "post[1](only the administrator may do that)");
  CHECK(console("close") == "closed");
  CHECK(say(1, "/help") == "post[1](/open  opens)");
  CHECK(console("help") == "/close  closes\n/open  opens");
  CHECK(say(1, "/open") == "");
  CHECK(say(1, "/cloze") == "post[1](there is no command /cloze; see /help)");
}

TEST_CASE_FIXTURE(PluginHostFixture, "an answer of several lines is as many lines on the screen") {
  load("p", "return { commands = { two = { run = function() return 'a\\n\\nb' end } } }");
  join(1, "ada");
  CHECK(say(1, "/two") == "post[1](a) post[1](b)");
}

TEST_CASE_FIXTURE(PluginHostFixture, "a command that fails says so, and its plugin has a fault") {
  load("p", "return { commands = { bad = { run = function() error('oops') end } } }");
  join(1, "ada");
  CHECK(say(1, "/bad") == "post[1](this command has failed) fault(0)");
  CHECK(has(fault(), "/bad: plugins/p.lua:1: oops"));
  CHECK(ask(room::Event(room::MessageEvent{1, "/bad", 7}), 0) ==
        "post[1](this command has failed)");
  load("q", "return { commands = { odd = { run = function() return {} end } } }");
  say(1, "/odd");
  CHECK(has(fault(), "a command returns nothing, the answer as text"));
}

TEST_CASE_FIXTURE(PluginHostFixture, "a command belongs to one plugin") {
  load("a", "return { commands = { x = { run = function() end } } }");
  CHECK(has(load("b", "return { commands = { x = { run = function() end } } }"),
            "the command /x belongs to plugins/a.lua already"));
  CHECK(has(load("c", "return { commands = { help = { run = function() end } } }"),
            "/help is the host's own"));
}

TEST_CASE_FIXTURE(PluginHostFixture, "a command's table is checked when it is loaded") {
  const auto with = [&](const std::string& commands) {
    return load("p", ("return { commands = { " + commands + " } }").c_str());
  };
  CHECK(has(with("x = 1"), "`commands.x` is a table with a `run`"));
  CHECK(has(with("x = {}"), "`commands.x.run` is a function"));
  CHECK(has(with("x = { rum = 1 }"), "did you mean `run`?"));
  CHECK(has(with("x = { help = 1, run = print }"), "`commands.x.help` is a text"));
  CHECK(has(with("x = { role = 'king', run = function() end }"), "\"member\" or \"admin\""));
  CHECK(has(with("['a b'] = { run = function() end }"), "1 to 32 of a-z"));
  CHECK(has(with("[1] = { run = function() end }"), "1 to 32 of a-z"));
}

TEST_CASE_FIXTURE(PluginHostFixture, "the commands of an unloaded plugin are gone") {
  load("echo", kEcho);
  join(1, "ada");
  unload(0);
  CHECK(say(1, "/echo") == "");
  CHECK_FALSE(last.verdict.command);
}

// ── Arguments of a command ──────────────────────────────────────────────────────────────────────

TEST_CASE_FIXTURE(PluginHostFixture, "words are plain, and the text is as it was typed") {
  load("p", R"(return { commands = { x = { run = function(call)
    return table.concat(call.words, ',') .. '|' .. call.text .. '|' .. call.after(1) .. '|' .. call.after(9)
  end } } })");
  join(1, "ada");
  CHECK(say(1, "/x　bob　１０　ｈｉ") == "post[1](bob,10,hi|bob　１０　ｈｉ|１０　ｈｉ|)");
  CHECK(say(1, "/x") == "post[1](|||)");
}

TEST_CASE_FIXTURE(
    PluginHostFixture,
    "a command in other widths and capitals is answered with the one that was meant") {
  load("p", "return { commands = { msg = { run = function() end } } }");
  join(1, "ada");
  for (const char* said : {"/MSG bob hi", "/Msg", "／ｍｓｇ", "/mgs", "/MGS", "/ｍｇｓ"}) {
    CAPTURE(said);
    CHECK(has(say(1, said), "did you mean /msg?"));
    CHECK(last.verdict.command);
  }
}

TEST_CASE_FIXTURE(PluginHostFixture, "the text of a command passes the filters, its words do not") {
  load("f", R"(return { filter_message = function(m)
    if m.text == 'no' then return false, 'not here' end
    if m.text == 'fail' then error('oh') end
    if m.text == 'mine' then return false, true end
    room.log(m.command or '-')
    return m.text:upper()
  end })");
  load("p", R"(local function run(call) return call.words[1] .. ' ' .. call.text end
    return { commands = { x = { run = run }, op = { secret = true, run = run } } })");
  join(1, "ada");
  CHECK(say(1, "/x hi") == "log(x,) post[1](hi HI)");
  CHECK(last.filter_effects.empty());
  CHECK(say(1, "/x no") == "refused(not here)");
  CHECK_FALSE(last.verdict.command);
  CHECK(last.filter_effects.empty());
  CHECK(say(1, "/x mine") == "");
  CHECK(say(1, "/x fail") == "post[1](fail fail) fault(0)");
  CHECK(say(1, "/op no") == "post[1](no no)");
  CHECK(console("x no") == "no no");
  CHECK(say(1, "hi") == "log(-,)");
}

TEST_CASE_FIXTURE(PluginHostFixture,
                  "a closed filter that fails refuses a command's text, but no secret") {
  load("f", "return { fail = 'closed', filter_message = function() error('oh') end }");
  load("p", R"(local function run(call) return 'done' end
    return { commands = { x = { run = run }, op = { secret = true, run = run } } })");
  join(1, "ada");
  CHECK(has(say(1, "/x hi"), "could not be checked"));
  CHECK(say(1, "/op hi") == "post[1](done)");
  CHECK(say(1, "/x") == "post[1](done)");
}

TEST_CASE_FIXTURE(PluginHostFixture, "secret is true or false") {
  CHECK(has(load("p", "return { commands = { x = { secret = 1, run = function() end } } }"),
            "`commands.x.secret` is true or false"));
}
