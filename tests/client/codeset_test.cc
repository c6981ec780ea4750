#include "client/codeset.h"

#include <doctest/doctest.h>

using moonroom::client::to_utf8;

TEST_CASE("bytes become text by the locale's codeset, else as UTF-8, else not at all") {
  struct Row {
    const char* codeset;
    std::string bytes;
    const char* text;
  };
  const Row rows[] = {
      {"UTF-8", "hi", "hi"},
      {"UTF-8", "你好", "你好"},
      {"UTF-8", "\xc4\xe3\xba\xc3", nullptr},
      {"UTF-8", "\xff", nullptr},
      {"ANSI_X3.4-1968", "hi", "hi"},
      {"ANSI_X3.4-1968", "你好", "你好"},
      {"ANSI_X3.4-1968", "caf\xe9", nullptr},
      {"GB18030", "\xc4\xe3\xba\xc3", "你好"},
      {"GBK", "\xc4\xe3\xba\xc3", "你好"},
      {"BIG5", "\xa7\x41\xa6\x6e", "你好"},
      {"EUC-JP", "\xb4\xc1\xbb\xfa", "漢字"},
      {"ISO-8859-1", "caf\xe9", "café"},
      {"ISO-8859-1", "张三", "张三"},
      // GBK that is valid UTF-8, too.
      {"gbk", "\xc1\xaa\xcd\xa8", "联通"},
      {"KOI8-R", "\xcd\xc9\xd2", "мир"},
      {"GB18030", "a\xff", nullptr},
      // Cut within a character.
      {"GB18030", "\xc4\xe3\xba", nullptr},
      // An unknown codeset: only UTF-8 can be read.
      {"NO-SUCH", "你好", "你好"},
      {"NO-SUCH", "\xe9", nullptr},
      {"", "你好", "你好"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.codeset);
    CAPTURE(row.bytes);
    const auto text = to_utf8(row.bytes, row.codeset);
    REQUIRE(text.has_value() == (row.text != nullptr));
    if (text) CHECK(*text == row.text);
  }
}

TEST_CASE("a long text is converted whole") {
  std::string bytes;
  std::string text;
  for (int word = 0; word < 3000; ++word) {
    bytes += "\xc4\xe3\xba\xc3";
    text += "你好";
  }
  CHECK(to_utf8(bytes, "GB18030") == text);
}
