#include "author/globals.h"

#include <doctest/doctest.h>

using namespace moonroom;

namespace {

std::string slips(const char* source) {
  std::string all;
  for (const auto& slip : author::global_slips(source, "plugins/p.lua")) all += slip + "\n";
  return all;
}

}  // namespace

TEST_CASE("globals that no plugin has are named, with their line and the near miss") {
  CHECK(slips("return {}") == "");
  CHECK(slips("local p = {}\nfunction p.f() return string.rep(tostring(1), 2) end\nreturn p") ==
        "");
  CHECK(slips("local p = {}\nfunction p.f() strng.rep() end") ==
        "plugins/p.lua:2: there is no global `strng`; did you mean `string`?\n");
  CHECK(slips("os.exit()") == "plugins/p.lua:1: there is no global `os`\n");
  CHECK(slips("-- os.exit()\nreturn 'os.exit()'") == "");
}

TEST_CASE("a global that the file sets is known to it") {
  CHECK(slips("function helper() end\nreturn helper()") == "");
}

TEST_CASE("fields that `room` has not are named, in every function") {
  CHECK(slips("return function() return function() room.sya('x') end end") ==
        "plugins/p.lua:1: `room` has no `sya`; did you mean `say`?\n");
  CHECK(slips("room.say(room.now()) room.store.anything = room.everyone") == "");
  CHECK(slips("local my = { room = {} } return my.room.anything") == "");
}

TEST_CASE("a file that does not compile has no findings") {
  CHECK_FALSE(author::globals_of("x =", "p"));
  CHECK(slips("x =") == "");
}
