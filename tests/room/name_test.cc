#include "room/name.h"

#include <doctest/doctest.h>

#include <string>

using moonroom::room::normal_name;
using moonroom::room::skeleton;

TEST_CASE("ordinary names in any script are names") {
  for (const char* name : {"ada", "张三", "Zoë", "Дмитрий", "a", "x_1", "🙂", "नमस्ते"})
    CHECK(normal_name(name) == name);
}

TEST_CASE("a name has 1 to 32 characters") {
  CHECK_FALSE(normal_name(""));
  CHECK(normal_name(std::string(32, 'x')));
  CHECK_FALSE(normal_name(std::string(33, 'x')));
  std::string chinese;
  for (int i = 0; i < 32; ++i) chinese += "汉";
  CHECK(normal_name(chinese));
}

TEST_CASE("blanks, controls and invisible characters do not stand in a name") {
  for (const char* name : {"a b", "a\tb", "a\nb", "a\u00a0b", "a\u3000b", "a\u200bb", "a\u202eb",
                           "a\u2066b", "\ufeff", "a\x7f", "a\u0085", "\ue000", "\u0301a"})
    CHECK_FALSE(normal_name(name));
}

TEST_CASE("a name is kept composed") {
  CHECK(normal_name("Zoe\u0308") == "Zoë");
}

TEST_CASE("names that look the same have the same skeleton") {
  CHECK(skeleton("ada") == skeleton("ADA"));
  CHECK(skeleton("ada") == skeleton("ａｄａ"));
  CHECK(skeleton("ada") == skeleton("аdа"));  // Cyrillic а
  CHECK(skeleton("ok") == skeleton("οк"));    // Greek ο, Cyrillic к
  CHECK(skeleton("Straße") == skeleton("STRASSE"));
}

TEST_CASE("names that a reader tells apart stay apart") {
  CHECK(skeleton("ada") != skeleton("adb"));
  CHECK(skeleton("张三") != skeleton("张四"));
  CHECK(skeleton("jose") != skeleton("josé"));
}

TEST_CASE("a letter that shows as nothing is no letter") {
  for (const char* filler : {"\u115f", "\u1160", "\u3164", "\uffa0", "ada\u3164"})
    CHECK_FALSE(normal_name(filler));
}
