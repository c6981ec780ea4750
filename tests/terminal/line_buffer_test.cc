#include "terminal/line_buffer.h"

#include <doctest/doctest.h>

using moonroom::terminal::kMaxLine;
using moonroom::terminal::LineBuffer;

TEST_CASE("lines are complete for any split of the input") {
  LineBuffer buffer;
  buffer.append("on");
  CHECK_FALSE(buffer.next());
  buffer.append("e\ntwo\r\nthr");
  CHECK(buffer.next()->text == "one");
  CHECK(buffer.next()->text == "two");
  CHECK_FALSE(buffer.next());
  CHECK(buffer.unfinished()->text == "thr");
  CHECK_FALSE(buffer.unfinished());
}

TEST_CASE("a line that is too long is cut between characters and says so") {
  LineBuffer buffer;
  std::string text;
  while (text.size() <= kMaxLine) text += "汉";
  buffer.append(text + "\nshort\n");
  const auto line = buffer.next();
  REQUIRE(line);
  CHECK_FALSE(line->whole);
  CHECK(line->text.size() <= kMaxLine);
  CHECK(line->text.size() % 3 == 0);
  CHECK(buffer.next()->text == "short");
}
