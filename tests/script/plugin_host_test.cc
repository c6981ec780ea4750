#include "script/plugin_host.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "support/plugin_host_fixture.h"
#include "support/text.h"

using namespace moonroom;
using support::has;
using support::PluginHostFixture;

// ── Hooks ───────────────────────────────────────────────────────────────────────────────────────

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

TEST_CASE_FIXTURE(PluginHostFixture, "a closed filter that fails refuses") {
  load("strict", "return { fail = 'closed', filter_message = function(m) error('x') end }");
  join(1, "ada");
  CHECK(has(say(1, "hi"), "refused("));
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

// ── Loading ─────────────────────────────────────────────────────────────────────────────────────

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

// ── The API ─────────────────────────────────────────────────────────────────────────────────────

TEST_CASE_FIXTURE(PluginHostFixture, "posts go to everyone, to the others, to one, to some") {
  load("p", R"(return { on_message = function(m)
    room.post { text = 'a', to = room.everyone }
    room.post { text = 'b', line = 'B', to = room.others(m.author) }
    room.tell(m.author, 'c')
    room.post { text = 'd', to = { 1, m.author } }
    room.post { text = 'e', to = m.author.id }
  end })");
  join(1, "ada");
  CHECK(say(1, "x") == "post[all](a) post[others,1](B) post[1](c) post[1,1](d) post[1](e)");
}

TEST_CASE_FIXTURE(PluginHostFixture, "a line of a text is a line on the screen") {
  load("p", R"(return { on_announce = function()
    room.say('a\nb\r\n\nc')
    room.tell(1, 'd\n')
    room.post { text = 'e\nf', line = 'E\nF' }
    room.post { text = 'g', line = 'H\nI' }
  end, on_message = function() room.say('\n') end })");
  join(1, "ada");
  CHECK(announce("x") ==
        "post[all](a) post[all](b) post[all](c) post[1](d) post[all](E) post[all](F) post[all](H) "
        "post[all](I)");
  CHECK(std::get<room::Post>(last.verdict.actions[4]).text == "e");
  CHECK(std::get<room::Post>(last.verdict.actions[7]).text == "I");
  say(1, "x");
  CHECK(has(fault(), "the text is empty"));
}

TEST_CASE_FIXTURE(PluginHostFixture, "a post with a misspelt field is not posted") {
  load("p", R"(return { on_announce = function(code) load('return ' .. code)() end })");
  join(1, "ada");
  const std::initializer_list<std::pair<const char*, const char*>> rows = {
      {"room.post { text = 'x', too = 1 }", "`post` has no `too`; did you mean `to`?"},
      {"room.post { text = 'x', ot = 1 }", "did you mean `to`?"},
      {"room.post { text = 'x', To = 1 }", "did you mean `to`?"},
      {"room.post { text = 'x', members = { 1 } }", "`post` has no `members`; there are: line"},
      {"room.post { text = 'x', 1 }", "`post` has no `?`"},
      {"room.post { text = 'x', to = 'ada' }", "room.member(name) finds the member of a name"},
      {"room.post { text = 'x', to = { 'ada' } }", "lists members or ids, not texts"},
      {"room.post { text = 'x', to = false }", "not a boolean"}};
  for (const auto& row : rows) {
    const char* code = row.first;
    CAPTURE(code);
    CHECK(announce(code) == "fault(0)");
    CHECK(has(fault(), row.second));
  }
}

TEST_CASE_FIXTURE(PluginHostFixture, "a plugin is told why it ends") {
  const char* source = R"(return { on_unload = function(why) room.say(why) end })";
  load("p", source);
  next_id = 0;
  CHECK(load("p", source) == "post[all](changed)");
  CHECK(ask(ring::Unload{0, ring::UnloadReason::removed}) == "post[all](removed)");
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

TEST_CASE_FIXTURE(PluginHostFixture, "a member is found under a name that looks the same") {
  load("p", R"(return { on_announce = function(name)
    local member = room.member(name) room.say(member and member.name or 'nobody') end })");
  join(1, "Bob");
  join(2, "张三");
  for (const char* name : {"Bob", "bob", "ＢＯＢ", "b\u200bob", "BОВ"})
    CHECK(announce(name) == "post[all](Bob)");
  CHECK(announce("張三") == "post[all](张三)");
  for (const char* name : {"bo", "bobb", "", "张"}) CHECK(announce(name) == "post[all](nobody)");
}

TEST_CASE_FIXTURE(PluginHostFixture,
                  "members can be listed, found, compared, and expire after the hook") {
  load("p", R"(local kept
    return { on_message = function(m)
      kept = kept or m.author
      local names = {}
      for i, member in ipairs(room.members()) do names[i] = member.name end
      room.say(table.concat(names, ',') .. ' ' .. tostring(room.member('bob') == m.author))
      room.say(tostring(room.member('nobody')))
    end, on_announce = function() return kept.name end })");
  join(1, "ada");
  join(2, "bob");
  CHECK(say(2, "x") == "post[all](ada,bob true) post[all](nil)");
  announce("x");
  CHECK(has(fault(), "keep its id instead"));
}

TEST_CASE_FIXTURE(PluginHostFixture, "members and messages cannot be changed") {
  load("p", "return { on_message = function(m) m.text = 'x' end }");
  join(1, "ada");
  say(1, "hi");
  CHECK(has(fault(), "read only"));
}

TEST_CASE_FIXTURE(PluginHostFixture, "kicks and log lines are requested, not executed") {
  load("p", R"(return { on_message = function(m)
    room.kick(m.author, 'bye') room.log('note') room.log('line', 'chat') end })");
  join(1, "ada");
  CHECK(say(1, "x") == "kick(1,bye) log(note,) log(line,chat)");
}

TEST_CASE_FIXTURE(PluginHostFixture, "timers fire once or again, and can be cancelled") {
  load("p", R"(local again
    return { on_load = function() room.after(1, function() room.say('once') end)
      again = room.every(1, function() room.say('again') end) end,
      on_announce = function() room.cancel(again) end })");
  CHECK(PluginHostFixture::words(last) == "timer(1) timer(2)");
  const auto fire = [&](uint32_t timer) { return ask(room::Event(room::TimerDue{0, timer})); };
  CHECK(fire(1) == "post[all](once)");
  CHECK(fire(1) == "");
  CHECK(fire(2) == "post[all](again)");
  CHECK(fire(2) == "post[all](again)");
  CHECK(announce("x") == "cancel(2)");
  CHECK(fire(2) == "");
}

TEST_CASE_FIXTURE(PluginHostFixture, "a wrong call says what is wrong") {
  load("p", "return { on_announce = function(text) load(text)() end }");
  const auto wrong = [&](const char* code) {
    announce(code);
    return fault();
  };
  CHECK(has(wrong("room.tel(1, 'x')"), "did you mean `tell`?"));
  CHECK(has(wrong("room.tell('ada', 'x')"), "member or member id"));
  CHECK(has(wrong("room.tell(1, '')"), "the text is empty"));
  CHECK(has(wrong("room.say('\\255')"), "not valid UTF-8"));
  CHECK(has(wrong("room.post {}"), "`line` or a `text`"));
  CHECK(has(wrong("room.log('x', '../etc')"), "a log file is named"));
  CHECK(has(wrong("room.every(0, function() end)"), "seconds between"));
  CHECK(has(wrong("room.after(0/0, function() end)"), "seconds between"));
  CHECK(has(wrong("room.tell(-1, 'x')"), "no member id"));
  CHECK(has(wrong("room.x = 1"), "cannot be changed"));
  CHECK(has(wrong("room.random(2, 1)"), "no whole number"));
}

TEST_CASE_FIXTURE(PluginHostFixture, "a storm of posts meets a bound") {
  load("p", "return { on_announce = function() while true do room.say('x') end end }");
  announce("x");
  CHECK(last.verdict.actions.empty());
  CHECK(has(fault(), "asked for too much"));
}

TEST_CASE_FIXTURE(PluginHostFixture, "chance and time come from the host") {
  load("p", R"(return { on_announce = function()
    for _ = 1, 100 do local n = room.random(6) assert(n >= 1 and n <= 6 and n % 1 == 0) end
    assert(room.random() < 1)
    room.say(room.now() .. ' ' .. #room.now('%Y')) end })");
  CHECK(announce("x") == "post[all](1700000000 4)");
}

// ── The sandbox ─────────────────────────────────────────────────────────────────────────────────

TEST_CASE_FIXTURE(PluginHostFixture, "functions with access outside the state are missing") {
  load("p", R"(return { on_announce = function()
    for _, name in ipairs { 'io', 'os', 'debug', 'package', 'require', 'ffi', 'jit', 'dofile', 'loadfile',
        'getfenv', 'setfenv', 'newproxy', 'collectgarbage', 'print', 'module', 'loadstring' } do
      if rawget(_G, name) ~= nil then room.say(name) end
    end
    if string.dump then room.say('dump') end
    if getmetatable('') ~= 'locked' then room.say('strings') end
    if load('\27LJ') then room.say('bytecode') end end })");
  CHECK(announce("x") == "");
}

TEST_CASE_FIXTURE(PluginHostFixture, "memory has an end, and the plugin survives it") {
  load("p", R"(return { on_announce = function(text)
    if text == 'bomb' then local s = ('x'):rep(1e6) while true do s = s .. s end end
    room.say('alive') end })");
  announce("bomb");
  CHECK(has(fault(), "not enough memory"));
  CHECK(announce("x") == "post[all](alive)");
}

TEST_CASE_FIXTURE(PluginHostFixture, "destructors run when Lua raises an error through C++") {
  // An assumption about this LuaJIT that all of script/ depends on.
  script::LuaState state(1u << 20);
  struct CountsDestruction {
    int& count;
    ~CountsDestruction() { ++count; }
  };
  int destroyed = 0;
  const auto done = state.guarded([&](lua_State* L) {
    const CountsDestruction counts{destroyed};
    luaL_error(L, "through");
  });
  CHECK_FALSE(done);
  CHECK(destroyed == 1);
}

// ── Results of filters ──────────────────────────────────────────────────────────────────────────

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

// ── Loading and unloading ───────────────────────────────────────────────────────────────────────

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
