#include "script/error_words.h"

#include <doctest/doctest.h>

#include "support/plugin_host_fixture.h"
#include "support/text.h"

using namespace moonroom;
using script::error_words;
using support::PluginHostFixture;

TEST_CASE("addresses are taken out of errors, and nothing else") {
  const std::pair<const char*, const char*> cases[] = {
      {"plain", "plain"},
      {"a\n\t[C]: at 0x55d0c1a2b3c4\n\tb", "a\n\t[C]\n\tb"},
      {"[builtin#36]: at 0x7fb1fac2c680", "[builtin#36]"},
      {"table: 0x7f21e3a4b5c8", "table"},
      {"x = 0x7F21E3A4B5C8.", "x = ."},
      {"0x7f21e3a4b5c8 0x7f21e3a4b5c8", " "},
      {"0xff and 0x1234567 stay", "0xff and 0x1234567 stay"},
      {"0x", "0x"},
      {"00x0x12345678", "00x"},
      {"", ""},
  };
  for (const auto& [error, words] : cases) CHECK(error_words(error) == words);
  CHECK(error_words(std::string(1 << 20, 'x')).size() <= script::kMaxErrorWords);
}

TEST_CASE_FIXTURE(PluginHostFixture, "a plugin finds no address, and no fault shows one") {
  load("p", R"(
    local objects = { {}, function() end, print, string.rep, coroutine.create(function() end), room,
                      room.matcher({ 'a' }), setmetatable({}, {}) }
    return { on_announce = function(text)
      for i = 1, #objects + 1 do
        local o = objects[i]
        for _, words in ipairs({ tostring(o), ('%s'):format(o), ('%-9s|%s'):format('x', o),
            select(2, pcall(error, tostring(o))), select(2, pcall(string.format, '%d', o)),
            select(2, pcall(string.format, '%p', o)), select(2, pcall(string.format, '%5p', 'text')) }) do
          if words:find('0x') then room.say(words) end
        end
      end
      string.rep(function() end)
    end })");
  CHECK(announce("x") == "fault(0)");
  CHECK_FALSE(support::has(fault(), "0x"));
}

TEST_CASE_FIXTURE(PluginHostFixture, "an object keeps its name, and what is no object its text") {
  load("p", R"(return { on_announce = function()
    local a, b = {}, {}
    local named = setmetatable({}, { __tostring = function() return 'named' end })
    room.say(table.concat({ tostring(a), tostring(b), tostring(a), tostring(nil), tostring(true), tostring(1.5),
      tostring(1e100), tostring('t'), tostring(named), ('%s %d%% %5.1f %q %s'):format(named, 3, 2.5, 'q', a) }, ' '))
  end })");
  CHECK(announce("x") ==
        "post[all](table: 1 table: 2 table: 1 nil true 1.5 1e+100 t named named 3%   2.5 \"q\" "
        "table: 1)");
}
