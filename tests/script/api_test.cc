// What the functions of `room` request.
#include "script/api.h"

#include <doctest/doctest.h>

#include "support/plugin_host_fixture.h"
#include "support/text.h"

using namespace moonroom;
using support::has;
using support::PluginHostFixture;

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
