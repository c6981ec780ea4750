#include "config/gallery.h"

#include <doctest/doctest.h>

#include <fstream>
#include <regex>
#include <set>
#include <utility>

#include "config/lua_sources.h"
#include "script/lua_sandbox.h"
#include "script/lua_state.h"
#include "script/lua_value.h"
#include "support/folder.h"

using namespace moonroom;
namespace fs = std::filesystem;

namespace {

struct Fixture {
  support::Folder folder;
  config::Gallery gallery{folder.root / "plugins", folder.root / "gallery"};

  Fixture() {
    fs::create_directory(folder.root / "plugins");
    fs::create_directory(folder.root / "gallery");
    write("gallery/dice.lua", "dice");
    write("gallery/dice_test.lua", "test");
  }
  void write(const char* place, std::string_view text) const {
    std::ofstream(folder.root / place) << text;
  }
  bool there(const char* place) const { return fs::exists(folder.root / place); }
};

// The field of the table that a Lua file returns; the whole table when it has none of that name.
Value table_of(const fs::path& path, const char* field) {
  const auto file = config::read_lua_file(ring::Role::plugin, path);
  REQUIRE(file);
  script::LuaState state(size_t{32} << 20);
  Value value;
  const auto ran = state.guarded([&](lua_State* L) {
    script::open_sandbox(L);
    script::compile(L, file->source, file->path);
    script::call_traced(L, 0, 1);
    if (field) lua_getfield(L, 1, field);
    value = script::to_value(L, -1);
  });
  REQUIRE(ran);
  return value;
}

// The places in a table of words where a value is filled in, the same in any language: "limit",
// "result {dice} {name}", "help.roll".
void outline(const Value& words, const std::string& where, std::set<std::string>& lines) {
  static const std::regex kPlace("\\{\\w+\\}");
  for (const auto& [key, word] : words.table()->fields) {
    if (word.table()) outline(word, where + key + ".", lines);
    if (!word.text()) continue;
    std::set<std::string> places;
    for (std::sregex_iterator it(word.text()->begin(), word.text()->end(), kPlace), end; it != end;
         ++it)
      places.insert(it->str());
    auto line = where + key;
    for (const auto& place : places) line += " " + place;
    lines.insert(std::move(line));
  }
}

std::set<std::string> outline(const Value& words) {
  std::set<std::string> lines;
  outline(words, "", lines);
  return lines;
}

}  // namespace

TEST_CASE("every plugin of the gallery says the same in Chinese and in English") {
  int found = 0;
  for (const auto& file : config::lua_files("plugins/gallery")) {
    CAPTURE(file.string());
    const auto words = table_of(file, "words");
    if (words.is_nil()) continue;
    ++found;
    REQUIRE(words.field("en"));
    REQUIRE(words.field("zh"));
    CHECK(outline(*words.field("en")) == outline(*words.field("zh")));
  }
  CHECK(found > 0);
}

TEST_CASE("the room itself says the same in Chinese and in English") {
  CHECK(outline(table_of("scripts/wording/en.lua", nullptr)) ==
        outline(table_of("scripts/wording/notes-000.lua", nullptr)));
}

TEST_CASE_FIXTURE(Fixture, "turning a plugin on copies it, and never overwrites") {
  CHECK(gallery.names() == std::vector<std::string>{"dice"});
  CHECK(gallery.enable("dice"));
  CHECK(there("plugins/dice.lua"));
  CHECK(gallery.enable("dice").error().what.find("is there already") != std::string::npos);
}

TEST_CASE_FIXTURE(Fixture, "a plugin that is turned off keeps what was changed in it") {
  write("plugins/dice.lua", "mine");
  CHECK(gallery.disable("dice"));
  CHECK_FALSE(there("plugins/dice.lua"));
  CHECK(gallery.enable("dice"));
  std::string text;
  std::ifstream(folder.root / "plugins/dice.lua") >> text;
  CHECK(text == "mine");
}

TEST_CASE_FIXTURE(Fixture, "an unknown name is answered with the known ones") {
  CHECK(gallery.enable("mice").error().what ==
        "there is no plugin mice to turn on; there are: dice");
  for (const char* name : {"", "../gallery/dice", ".", ".."}) CHECK_FALSE(gallery.enable(name));
  CHECK_FALSE(gallery.disable("mice"));
  CHECK_FALSE(gallery.disable("../gallery/dice"));
  CHECK(there("gallery/dice.lua"));
}

TEST_CASE_FIXTURE(Fixture, "an older disabled file is kept") {
  for (const char* text : {"first", "second", "third"}) {
    write("plugins/dice.lua", text);
    CHECK(gallery.disable("dice"));
  }
  const auto read = [&](const char* place) {
    std::string text;
    std::ifstream(folder.root / place) >> text;
    return text;
  };
  CHECK(read("plugins/dice.lua.off") == "third");
  CHECK(read("plugins/dice.lua.off.1") == "first");
  CHECK(read("plugins/dice.lua.off.2") == "second");
  CHECK_FALSE(there("plugins/dice.lua"));
}

TEST_CASE_FIXTURE(Fixture, "tests, settings and odd names are not turned on or off") {
  write("plugins/dice_test.lua", "test");
  write("plugins/config.lua", "settings");
  for (const char* name : {"dice_test", "DICE_TEST", "config", "a/b", ".hidden", "a\x1b[31m",
                           "\xff", "a\tb", "..", "/etc/passwd"}) {
    CAPTURE(name);
    CHECK_FALSE(gallery.enable(name));
    CHECK_FALSE(gallery.disable(name));
  }
  CHECK(there("plugins/dice_test.lua"));
  CHECK(there("plugins/config.lua"));
}

TEST_CASE_FIXTURE(Fixture, "nothing is written through a link, and only files are turned on") {
  write("outside", "mine");
  fs::create_symlink(folder.root / "nowhere", folder.root / "plugins/dice.lua");
  CHECK_FALSE(gallery.enable("dice"));
  CHECK_FALSE(there("nowhere"));
  fs::create_directory(folder.root / "plugins/mice.lua.off");
  CHECK(gallery.enable("mice").error().what.find("this is a folder") != std::string::npos);
  fs::create_symlink(folder.root / "outside", folder.root / "plugins/mice.lua");
  CHECK(gallery.disable("mice"));
  CHECK(fs::is_symlink(folder.root / "plugins/mice.lua.off"));
  CHECK(fs::is_directory(folder.root / "plugins/mice.lua.off.1"));
  CHECK(there("outside"));
}
