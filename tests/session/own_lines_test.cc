#include "session/own_lines.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using moonroom::session::OwnLines;

namespace {

// "1 one, 2 two": what is said next, until nothing waits.
std::string said(OwnLines& lines) {
  std::string all;
  while (const auto line = lines.next())
    all += (all.empty() ? "" : ", ") + std::to_string(line->line) + " " + std::string(line->text);
  return all;
}

}  // namespace

TEST_CASE("lines are counted from 1 and said once") {
  OwnLines lines;
  lines.add("one");
  lines.add("two");
  CHECK(said(lines) == "1 one, 2 two");
  CHECK(said(lines).empty());
}

TEST_CASE("after a break what the host has not had is said again, under its number") {
  OwnLines lines;
  for (const auto* text : {"one", "two", "three"}) lines.add(text);
  said(lines);
  lines.add("four");
  lines.say_again_behind(1);
  CHECK(said(lines) == "2 two, 3 three, 4 four");
}

TEST_CASE("another run goes on where the host has got to, not where the file says") {
  OwnLines lines;
  lines.begin_after(10);
  lines.add("eleven?");
  lines.say_again_behind(15);
  CHECK(said(lines) == "16 eleven?");
}

TEST_CASE("a new member's lines are counted anew, and those that were said stay said") {
  OwnLines lines;
  for (const auto* text : {"one", "two"}) lines.add(text);
  said(lines);
  lines.add("three");
  lines.begin_anew();
  CHECK(said(lines) == "1 three");
}

TEST_CASE("a line is unanswered until it is answered, under its caller's number") {
  OwnLines lines;
  lines.begin_after(10);
  lines.add("one", 1);
  lines.add("two", 2);
  CHECK(lines.take_answered(12) == 2);
  CHECK_FALSE(lines.take_answered(12));
  CHECK(lines.has_unanswered());
  CHECK(lines.take_answered(11) == 1);
  CHECK_FALSE(lines.has_unanswered());
}

TEST_CASE("unanswered lines keep their caller's numbers when the host counts otherwise") {
  OwnLines lines;
  lines.begin_after(10);
  lines.add("one", 1);
  CHECK(lines.take_unanswered(lines.said()).empty());
  lines.say_again_behind(15);
  CHECK(lines.take_answered(16) == 1);
  lines.add("two", 2);
  said(lines);
  lines.add("three", 3);
  CHECK(lines.take_unanswered(lines.said()) == std::vector<uint64_t>{2});
  lines.begin_anew();
  CHECK(lines.take_answered(1) == 3);
}

TEST_CASE("with a host that does not answer no line is unanswered") {
  OwnLines lines;
  lines.add("one", 1);
  lines.expect_answers(false);
  lines.add("two", 2);
  CHECK_FALSE(lines.has_unanswered());
}

TEST_CASE("old lines are forgotten, those that wait are not") {
  OwnLines lines;
  for (size_t line = 0; line < 3000; ++line) {
    lines.add(std::to_string(line));
    if (line < 2000) lines.next();
  }
  lines.say_again_behind(0);
  const auto first = lines.next();
  CHECK(first->line <= 2001);
  CHECK(first->text == std::to_string(first->line - 1));
}

TEST_CASE("what may be missing is no more than what was said since all had arrived") {
  OwnLines lines;
  for (const auto* text : {"one", "two", "three"}) lines.add(text);
  CHECK(lines.missing(0) == 3);
  said(lines);
  CHECK(lines.missing(0) == 0);
  CHECK(lines.missing(2) == 2);
  CHECK(lines.missing(99) == 3);
  lines.all_arrived();
  // Other messages than lines may be on their way.
  CHECK(lines.missing(1) == 0);
  lines.add("four");
  CHECK(lines.missing(1) == 1);
  said(lines);
  CHECK(lines.missing(2) == 1);
}

TEST_CASE("what the host has had by its own word is not missing") {
  OwnLines lines;
  for (const auto* text : {"one", "two", "three"}) lines.add(text);
  said(lines);
  lines.say_again_behind(1);
  CHECK(lines.missing(9) == 2);
  said(lines);
  CHECK(lines.missing(9) == 2);
  lines.begin_anew();
  CHECK(lines.missing(9) == 0);
}
