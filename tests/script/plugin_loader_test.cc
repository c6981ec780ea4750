// Versions of plugins, their settings and words: what is loaded, refused and unloaded.
#include "script/plugin_loader.h"

#include <doctest/doctest.h>

#include <string>

#include "support/plugin_host_fixture.h"
#include "support/text.h"

using namespace moonroom;
using support::has;
using support::PluginHostFixture;

TEST_CASE_FIXTURE(PluginHostFixture, "a misspelt hook is refused with the near miss") {
  CHECK(has(load("p", "return { on_mesage = function() end }"),
            "no hook `on_mesage`; did you mean `on_message`?"));
  CHECK(has(load("p", "return { onjoin = function() end }"), "did you mean `on_join`?"));
  CHECK(has(load("p", "return { on_xyzzy = function() end }"), "no hook `on_xyzzy`; there are:"));
  CHECK(has(load("p", "return { ordre = 3 }"), "did you mean `order`?"));
  CHECK(load("p", "return { my_own_data = {} }") == "");
}

TEST_CASE_FIXTURE(PluginHostFixture, "a file that is no plugin says what is missing") {
  CHECK(has(load("p", "x = "), "plugins/p.lua:1:"));
  CHECK(has(load("p", "local p = {}"), "end it with `return`"));
  CHECK(has(load("p", "return { on_load = 3 }"), "`on_load` is a function, not a number"));
  CHECK(has(load("p", "return { order = 'x' }"), "`order` is a number"));
  CHECK(has(
      load("p", "local all = {} for i = 1, 101 do all[i] = 'p' .. i end return { after = all }"),
      "`after` has more than 100 names"));
  CHECK(has(load("p", "return { fail = 'maybe' }"), "`fail` is \"open\" or \"closed\""));
  CHECK(has(load("p", "return { api = 2 }"), "`api` 1"));
  CHECK(has(load("p", "error('at once')"), "at once"));
}

TEST_CASE_FIXTURE(PluginHostFixture, "settings override the defaults, which define their types") {
  settings(
      "return { p = { text = 'mine', deep = { a = 2 } }, q = { txet = 'x' }, r = { text = 3 } }");
  const char* source = R"(local p = { config = { text = 'default', deep = { a = 1, b = 1 } } }
    function p.on_announce() room.say(p.config.text .. p.config.deep.a .. p.config.deep.b) end
    return p)";
  CHECK(load("p", source) == "");
  CHECK(announce("x") == "post[all](mine21)");
  CHECK(has(load("q", source), "no setting `txet`; did you mean `text`?"));
  CHECK(has(load("r", source), "the setting `text` is a string, not a number"));
}

TEST_CASE_FIXTURE(PluginHostFixture, "a wording applies to scripts only") {
  load("w", "return { p = { text = 'words' } }", ring::Role::wording);
  const char* source = R"(local p = { config = { text = 'default' } }
    function p.on_announce() room.say(p.config.text) end
    return p)";
  load("p", source, ring::Role::script);
  load("p", source);
  CHECK(announce("x") == "post[all](words) post[all](default)");
}

TEST_CASE_FIXTURE(PluginHostFixture, "a plugin says its words in the language of the room") {
  const char* source = R"(local p = {
      config = { n = 1 },
      words = { en = { hi = 'hello', bye = 'goodbye' }, zh = { hi = '你好' } } }
    function p.on_announce() room.say(p.config.n .. p.config.hi .. p.config.bye) end
    return p)";
  load("p", source);
  CHECK(announce("x") == "post[all](1hellogoodbye)");
  load("w", "return { language = 'zh', p = { hi = 'for scripts' } }", ring::Role::wording);
  load("q", source);
  CHECK(announce("x") == "post[all](1hellogoodbye) post[all](1你好goodbye)");
  settings("return { r = { hi = 'mine' } }");
  load("r", source);
  CHECK(last.verdict.passed);
  unload(0);
  unload(2);
  CHECK(announce("x") == "post[all](1minegoodbye)");
}

TEST_CASE_FIXTURE(PluginHostFixture,
                  "a language that a plugin does not know is answered in English") {
  load("w", "return { language = 'fr' }", ring::Role::wording);
  load("p", R"(local p = { words = { en = { hi = 'hello' }, zh = { hi = '你好' } } }
    function p.on_announce() room.say(p.config.hi) end return p)");
  CHECK(announce("x") == "post[all](hello)");
}

TEST_CASE_FIXTURE(PluginHostFixture, "words are checked, as settings are") {
  load("w", "return { language = 'zh' }", ring::Role::wording);
  CHECK(has(load("p", "return { words = 'hi' }"), "`words` is a table of words, by language"));
  CHECK(has(load("p", "return { words = { zh = {} } }"), "`words` has a table `en`"));
  CHECK(has(load("p", "return { words = { en = {}, zh = 'x' } }"), "`words.zh` is a table"));
  CHECK(has(load("p", "return { words = { en = { hi = 'x' }, zh = { hii = 'x' } } }"),
            "no setting `words.zh.hii`; did you mean `hi`?"));
  CHECK(has(load("p", "return { config = { hi = 'x' }, words = { en = { hi = 'x' } } }"),
            "`hi` stands in `config` and in `words.en`"));
}

TEST_CASE_FIXTURE(PluginHostFixture,
                  "a file loaded again gets the value that the old one returned") {
  const char* source = R"(local count = 0
    return { on_load = function(saved) count = saved and saved.count or 0 end,
             on_unload = function() return { count = count } end,
             on_announce = function() count = count + 1 room.say('n' .. count) end })";
  load("p", source);
  announce("x");
  next_id = 0;
  load("p", source);
  CHECK(announce("x") == "post[all](n2)");
  next_id = 0;
  CHECK(has(load("p", "return nonsense("), "refused("));
  CHECK(announce("x") == "post[all](n3)");
}

TEST_CASE_FIXTURE(PluginHostFixture, "an unloaded plugin gets no calls") {
  load("p", "return { on_announce = function() room.say('x') end }");
  ask(ring::Unload{0});
  CHECK(announce("x") == "");
}

TEST_CASE_FIXTURE(PluginHostFixture, "a plugin is told why it ends") {
  const char* source = R"(return { on_unload = function(why) room.say(why) end })";
  load("p", source);
  next_id = 0;
  CHECK(load("p", source) == "post[all](changed)");
  CHECK(ask(ring::Unload{0, ring::UnloadReason::removed}) == "post[all](removed)");
}

TEST_CASE_FIXTURE(PluginHostFixture,
                  "on_load gets the reason, and the value of the version before") {
  const char* source = R"(return {
    on_load = function(saved, why) room.say(tostring(saved) .. ' ' .. why) end,
    on_unload = function() return 'left' end })";
  CHECK(load("p", source) == "post[all](nil new)");
  next_id = 0;
  CHECK(load("p", source) == "post[all](left changed)");
  ring::PluginSource file{ring::Role::plugin, 1, "q", "plugins/q.lua", source};
  file.saved = "kept";
  file.why = ring::LoadReason::upgrade;
  CHECK(ask(file) == "post[all](kept upgrade)");
  unload(1);
  CHECK(last.details == Value("left"));
}

TEST_CASE_FIXTURE(PluginHostFixture,
                  "an old version that fails in on_unload keeps no new one out") {
  for (const char* unload :
       {"error('x')", "return pairs", "local t = {} t.t = t return t", "return {[2] = 1}",
        "return nil, 5", "for i = 1, 200 do room.say('x') end", "room.store.x = pairs"}) {
    CAPTURE(unload);
    next_id = 0;
    load("p", ("return { on_unload = function() " + std::string(unload) + " end }").c_str());
    next_id = 0;
    const auto loaded =
        load("p", "return { on_load = function(saved, why) room.say(tostring(saved) .. why) end }");
    CHECK(has(loaded, "post[all](nilchanged)"));
    for (const auto& each : last.faults) CHECK(each.of_old_version);
  }
}

TEST_CASE_FIXTURE(PluginHostFixture, "the value saved for the next host is bounded") {
  load("p", "return { on_unload = function() return ('x'):rep(60000) end }");
  CHECK(unload(0) == "");
  CHECK(last.details.text()->size() == 60000);
  load("p", "return { on_unload = function() return ('x'):rep(70000) end }");
  CHECK(unload(1) == "fault(1)");
  CHECK(last.details.is_nil());
}

TEST_CASE_FIXTURE(PluginHostFixture, "a closed filter that has not loaded refuses its events") {
  const auto broken = [&](const char* source, ring::ClosedFilters closed) {
    ring::PluginSource file{ring::Role::plugin, 0, "p", "plugins/p.lua", source};
    file.closed = closed;
    return ask(file);
  };
  join(1, "ada");
  broken("return {", {false, true});
  CHECK(say(1, "hi") == "refused(your line could not be checked, so it was not sent)");
  CHECK(join(2, "bob") == "");
  broken("return {", {true, false});
  CHECK(say(1, "hi") == "");
  CHECK(join(3, "cy") == "refused(refused)");
  broken("return {", {true, true});
  SUBCASE("until it loads") {
    broken("return {}", {});
  }
  SUBCASE("until its file is gone") {
    unload(0);
  }
  CHECK(say(1, "hi") == "");
  CHECK(join(4, "dan") == "");
}

TEST_CASE_FIXTURE(PluginHostFixture,
                  "a fault of a command names the command, and a benched one is not run") {
  load("p",
       "return { commands = { x = { run = function() error('x') end },"
       "y = { run = function() return 'fine' end } } }");
  join(1, "ada");
  say(1, "/x");
  REQUIRE(last.faults.size() == 1);
  CHECK(last.faults[0].command == "x");
  ask(ring::BenchCommand{0, "x"});
  CHECK(say(1, "/x") == "post[1](this command has failed)");
  CHECK(say(1, "/y") == "post[1](fine)");
}
