// `room.fill` puts values into the gaps of a text.
#include <doctest/doctest.h>

#include <string>

#include "support/plugin_host_fixture.h"
#include "support/text.h"

using namespace moonroom;

namespace {

// What a hook says that returns the text of this expression, or the fault.
std::string evaluated(const std::string& expression) {
  support::PluginHostFixture fixture;
  fixture.load("p",
               ("return { on_announce = function() room.say(" + expression + ") end }").c_str());
  fixture.announce("go");
  if (!fixture.last.faults.empty()) return fixture.last.faults.front().what;
  return std::get<room::Post>(fixture.last.verdict.actions.at(0)).line;
}

}  // namespace

TEST_CASE("gaps are filled once, from the table") {
  struct Row {
    const char* expression;
    const char* filled;
  };
  constexpr Row kRows[] = {
      {"room.fill('hello, {name}!', { name = 'ann' })", "hello, ann!"},
      {"room.fill('{name}说：{text}', { name = '张三', text = '你好' })", "张三说：你好"},
      {"room.fill('{a}{b}{a}', { a = 1, b = 2.5 })", "12.51"},
      {"room.fill('{most_lines} {n2}', { most_lines = 3, n2 = 4 })", "3 4"},
      {"room.fill('no gaps', {})", "no gaps"},
      {"room.fill('{name} {gone}', { name = 'ann' })", "ann {gone}"},
      {"room.fill('{name} {gone}', { name = false })", "{name} {gone}"},
      {"room.fill('{name}', { name = '' }) .. '.'", "."},
      {"room.fill('{a} {b}', { a = '{b}', b = '%1 %% %0' })", "{b} %1 %% %0"},
      {"room.fill('{{a}} { a} {a b} {} {a', { a = 'x' })", "{x} { a} {a b} {} {a"},
      {"room.fill('{a}', setmetatable({}, { __index = function(_, gap) return gap .. gap end }))",
       "aa"},
      {"room.fill('{1}', { 'one' }) .. room.fill('{1}', { ['1'] = 'one' })", "{1}one"},
  };
  for (const auto& row : kRows) {
    CAPTURE(row.expression);
    CHECK(evaluated(row.expression) == row.filled);
  }
}

TEST_CASE("a wrong value or a wrong argument is an error that names it") {
  struct Row {
    const char* expression;
    const char* error;
  };
  constexpr Row kRows[] = {
      {"room.fill('{who}', { who = {} })", "the value of `who` is a table, not a text or a number"},
      {"room.fill('{who}', { who = true })", "the value of `who` is a boolean"},
      {"room.fill('{a}', { a = '\\255' })", "the value of `a` is not valid UTF-8"},
      {"room.fill('{a}')", "table expected"},
      {"room.fill({}, {})", "string expected"},
      {"room.fill('\\255', {})", "not valid UTF-8"},
      {"room.fill(('{a}'):rep(100), { a = ('x'):rep(1000) })", "the text became too long"},
      {"room.fill('{a}' .. ('x'):rep(40000), { a = ('x'):rep(40000) })",
       "the text became too long"},
      {"room.fil('{a}', { a = 1 })", "did you mean `fill`?"},
  };
  for (const auto& row : kRows) {
    CAPTURE(row.expression);
    CHECK(support::has(evaluated(row.expression), row.error));
  }
}
