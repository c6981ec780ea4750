#include "terminal/wrapping.h"

#include <doctest/doctest.h>

#include "terminal/transcript.h"
#include "text/graphemes.h"

using namespace moonroom::terminal;
using namespace moonroom::text;
using Rows = std::vector<std::string>;

TEST_CASE("a line is broken between words and further rows are indented") {
  CHECK(wrap("", 10) == Rows{""});
  CHECK(wrap("short", 10) == Rows{"short"});
  CHECK(wrap("one two three", 8) == Rows{"one two", "three"});
  CHECK(wrap("ann: \x1fone two three", 12) == Rows{"ann: one two", "     three"});
  CHECK(wrap("ann: \x1f"
             "0123456789",
             10) == Rows{"ann: 01234", "     56789"});
  CHECK(wrap("ann: \x1f"
             "x 0123456789",
             10) == Rows{"ann: x", "     01234", "     56789"});
}

TEST_CASE("a wide character is a word of its own, and closing marks begin no row") {
  CHECK(wrap("a: \x1f汉字汉字汉", 8) == Rows{"a: 汉字", "   汉字", "   汉"});
  CHECK(wrap("a: \x1f汉字汉。汉", 9) == Rows{"a: 汉字", "   汉。汉"});
  CHECK(wrap("a: \x1f👍🏽👍🏽👍🏽", 8) == Rows{"a: 👍🏽👍🏽", "   👍🏽"});
}

TEST_CASE("escape sequences take no column, and a late place to hang is moved to the left") {
  CHECK(wrap("\x1b[1mone\x1b[22m two", 7) == Rows{"\x1b[1mone\x1b[22m two"});
  CHECK(wrap("0123456789 \x1fone two", 14) == Rows{"0123456789 one", "  two"});
}

TEST_CASE("a tab leads to the next multiple of eight behind the place to hang") {
  CHECK(wrap("ann: \x1f"
             "ab\tc",
             40) == Rows{"ann: ab      c"});
  CHECK(wrap("ann: \x1f\tc", 40) == Rows{"ann:         c"});
}

TEST_CASE("no row is wider than the terminal, for any line") {
  const std::string line =
      "12:34 ann: \x1f"
      "one 汉字汉字 e\u0301e\u0301 \ta👨‍👩‍👧‍👦👨‍👩‍👧‍👦 "
      "0123456789012345678901234567890 ";
  for (size_t width = 2; width < 70; ++width)
    for (const auto& row : wrap(line, width)) CHECK(moonroom::text::columns_of_text(row) <= width);
}

TEST_CASE("the last rows are broken for the width that is asked for") {
  Transcript shown;
  CHECK(shown.add("a: \x1fone two\nb\n", 8) == "a: one\n   two\nb\n");
  CHECK(shown.last_rows(5, 20) == Rows{"a: one two", "b"});
  CHECK(shown.last_rows(2, 8) == Rows{"   two", "b"});
}
