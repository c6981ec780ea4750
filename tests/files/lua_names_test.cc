#include "files/lua_names.h"

#include <doctest/doctest.h>

#include <set>
#include <string>

#include "text/text.h"

using namespace moonroom;
using files::NameKind;

TEST_CASE("a name says what the file is") {
  struct {
    const char* name;
    NameKind kind;
  } cases[] = {
      {"dice.lua", NameKind::lua},
      {"a b.lua", NameKind::lua},
      {"dice - Copy.lua", NameKind::lua},
      {"dice.lua.lua", NameKind::lua},
      {"副本.lua", NameKind::lua},
      {"\xff.lua", NameKind::lua},
      {"dice_test.lua", NameKind::test},
      {"dice_TEST.LUA", NameKind::test},
      {"DICE.LUA", NameKind::misnamed},
      {"dice.Lua", NameKind::misnamed},
      {"dice.lua.txt", NameKind::misnamed},
      {"Dice.LUA.TXT", NameKind::misnamed},
      {"dice.lua ", NameKind::misnamed},
      {"dice.lua.", NameKind::misnamed},
      {"dice_test.lua.txt", NameKind::other},
      {".dice.lua", NameKind::other},
      {".lua", NameKind::other},
      {"dice.lua~", NameKind::other},
      {"dice.lua.off", NameKind::other},
      {"dice.lua.swp", NameKind::other},
      {"dice.luac", NameKind::other},
      {"dice", NameKind::other},
      {"lua", NameKind::other},
      {"", NameKind::other},
  };
  for (const auto& each : cases) {
    CAPTURE(each.name);
    CHECK(files::kind_of_name(each.name) == each.kind);
  }
}

TEST_CASE("the error for a name suggests a better one") {
  CHECK(files::wrong_with_name("dice.lua") == "");
  CHECK(files::wrong_with_name("a\\b \"{}%s.lua") == "");
  CHECK(files::wrong_with_name("DICE.LUA") ==
        "a plugin's name ends in .lua; rename it to DICE.lua");
  CHECK(files::wrong_with_name("a.lua.txt") == "a plugin's name ends in .lua; rename it to a.lua");
  for (const char* name : {"a\x1b[31m.lua", "a\n.lua", "a\t.lua", "\xff.lua", "a\x7f.lua",
                           "a\xc2\x85.lua", "a\xe2\x80\xae.lua"}) {
    CAPTURE(name);
    CHECK(files::wrong_with_name(name).find("rename it") != std::string::npos);
  }
}

TEST_CASE("any bytes are shown as text, and different bytes as different text") {
  std::set<std::string> names = {"\\xFF", "\\x1B", "\\\\", "\\\\xFF"};
  for (int byte = 1; byte < 256; ++byte)
    for (const std::string prefix : {"", "a", "\\x", "\xe4"})
      names.insert(prefix + static_cast<char>(byte));
  std::set<std::string> forms;
  for (const auto& name : names) {
    const auto form = files::shown(name);
    CAPTURE(form);
    CHECK(text::is_visible(form));
    CHECK(form.find('\t') == std::string::npos);
    forms.insert(form);
  }
  CHECK(forms.size() == names.size());
  CHECK(files::shown("\xff") == "\\xFF");
  CHECK(files::shown("\\xFF") == "\\\\xFF");
  CHECK(files::shown("größe 副本") == "größe 副本");
}

TEST_CASE("copies are recognized by the text beside the original's name") {
  const std::vector<std::string> stems = {"dice", "dice_extra", "chat log"};
  struct {
    const char* stem;
    const char* original;
  } cases[] = {
      {"dice - Copy", "dice"},
      {"dice - Copy (2)", "dice"},
      {"dice (1)", "dice"},
      {"dice copy", "dice"},
      {"dice copy 3", "dice"},
      {"Copy of dice", "dice"},
      {"Kopie von dice", "dice"},
      {"dice - Kopie", "dice"},
      {"dice~", "dice"},
      {"dice 2", "dice"},
      {"dice.1", "dice"},
      {"dice_copy", "dice"},
      {"dice.sync-conflict-20261130-115000-ABCDEFG", "dice"},
      {"dice (Ann's conflicted copy 2026-11-30)", "dice"},
      {"dice 副本", "dice"},
      {"dice副本", "dice"},
      {"dice - 复制", "dice"},
      {"副本 dice", "dice"},
      {"dice のコピー", "dice"},
      {"dice.orig", "dice"},
      {"dice_extra (1)", "dice_extra"},
      {"chat log (1)", "chat log"},
      {"dice", ""},
      {"dice2", ""},
      {"dice_2", ""},
      {"dice_rolls", ""},
      {"paradice", ""},
      {"photocopy", ""},
      {"loaded dice", ""},
      {"dicecopy", ""},
      {"", ""},
  };
  for (const auto& each : cases) {
    CAPTURE(each.stem);
    CHECK(files::original_of(each.stem, stems) == each.original);
  }
}
