#include "session/outgoing_lines.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using moonroom::session::OutgoingLines;

namespace {

// "1 one, 2 two": all lines to send.
std::string sent_lines(OutgoingLines& lines) {
  std::string all;
  while (const auto line = lines.next())
    all += (all.empty() ? "" : ", ") + std::to_string(line->line) + " " + std::string(line->text);
  return all;
}

}  // namespace

TEST_CASE("lines are counted from 1 and said once") {
  OutgoingLines lines;
  lines.add("one");
  lines.add("two");
  CHECK(sent_lines(lines) == "1 one, 2 two");
  CHECK(sent_lines(lines).empty());
}

TEST_CASE("after a break lines that the host lacks are sent again, with their numbers") {
  OutgoingLines lines;
  for (const auto* text : {"one", "two", "three"}) lines.add(text);
  sent_lines(lines);
  lines.add("four");
  lines.rewind_to(1);
  CHECK(sent_lines(lines) == "2 two, 3 three, 4 four");
}

TEST_CASE("another run goes on where the host has got to, not where the file says") {
  OutgoingLines lines;
  lines.begin_after(10);
  lines.add("eleven?");
  lines.rewind_to(15);
  CHECK(sent_lines(lines) == "16 eleven?");
}

TEST_CASE("a new member's lines are counted anew, and those that were said stay said") {
  OutgoingLines lines;
  for (const auto* text : {"one", "two"}) lines.add(text);
  sent_lines(lines);
  lines.add("three");
  lines.reset();
  CHECK(sent_lines(lines) == "1 three");
}

TEST_CASE("a line is unanswered until it is answered, under its caller's number") {
  OutgoingLines lines;
  lines.begin_after(10);
  lines.add("one", 1);
  lines.add("two", 2);
  CHECK(lines.pop_answered(12) == 2);
  CHECK_FALSE(lines.pop_answered(12));
  CHECK(lines.has_unanswered());
  CHECK(lines.pop_answered(11) == 1);
  CHECK_FALSE(lines.has_unanswered());
}

TEST_CASE("unanswered lines keep their caller's numbers when the host counts otherwise") {
  OutgoingLines lines;
  lines.begin_after(10);
  lines.add("one", 1);
  CHECK(lines.pop_unanswered(lines.sent()).empty());
  lines.rewind_to(15);
  CHECK(lines.pop_answered(16) == 1);
  lines.add("two", 2);
  sent_lines(lines);
  lines.add("three", 3);
  CHECK(lines.pop_unanswered(lines.sent()) == std::vector<uint64_t>{2});
  lines.reset();
  CHECK(lines.pop_answered(1) == 3);
}

TEST_CASE("with a host that does not answer no line is unanswered") {
  OutgoingLines lines;
  lines.add("one", 1);
  lines.expect_answers(false);
  lines.add("two", 2);
  CHECK_FALSE(lines.has_unanswered());
}

TEST_CASE("old lines are forgotten, those that wait are not") {
  OutgoingLines lines;
  for (size_t line = 0; line < 3000; ++line) {
    lines.add(std::to_string(line));
    if (line < 2000) lines.next();
  }
  lines.rewind_to(0);
  const auto first = lines.next();
  CHECK(first->line <= 2001);
  CHECK(first->text == std::to_string(first->line - 1));
}

TEST_CASE("undelivered lines are at most those sent since all had arrived") {
  OutgoingLines lines;
  for (const auto* text : {"one", "two", "three"}) lines.add(text);
  CHECK(lines.undelivered(0) == 3);
  sent_lines(lines);
  CHECK(lines.undelivered(0) == 0);
  CHECK(lines.undelivered(2) == 2);
  CHECK(lines.undelivered(99) == 3);
  lines.all_arrived();
  // Messages other than lines can be in flight.
  CHECK(lines.undelivered(1) == 0);
  lines.add("four");
  CHECK(lines.undelivered(1) == 1);
  sent_lines(lines);
  CHECK(lines.undelivered(2) == 1);
}

TEST_CASE("lines that the host has confirmed are not missing") {
  OutgoingLines lines;
  for (const auto* text : {"one", "two", "three"}) lines.add(text);
  sent_lines(lines);
  lines.rewind_to(1);
  CHECK(lines.undelivered(9) == 2);
  sent_lines(lines);
  CHECK(lines.undelivered(9) == 2);
  lines.reset();
  CHECK(lines.undelivered(9) == 0);
}
