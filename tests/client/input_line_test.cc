#include "client/input_line.h"

#include <doctest/doctest.h>

namespace moonroom::client {
namespace {

using Kind = InputLine::Kind;

constexpr InputSource kPerson{false, true, false};
constexpr InputSource kClassicPerson{false, true, true};
constexpr InputSource kPipe{false, false, false};
constexpr InputSource kClassicPipe{false, false, true};
constexpr InputSource kJson{true, false, false};

}  // namespace

TEST_CASE("a line of the input is a text, a goodbye or nothing") {
  struct Row {
    InputSource source;
    terminal::Line line;
    InputLine meaning;
  };
  const Row rows[] = {
      {kPerson, {"hi"}, {Kind::text, "hi"}},
      {kPerson, {" "}, {}},
      {kPerson, {" ", true, true}, {Kind::text, " "}},
      {kPerson, {"/quit"}, {Kind::leave}},
      {kPerson, {"q"}, {Kind::text, "q"}},
      {kClassicPerson, {"q"}, {Kind::leave}},
      {kClassicPipe, {"q"}, {Kind::text, "q"}},
      {kPerson, {"cut", false}, {Kind::too_long}},
      {kPipe, {""}, {Kind::text, ""}},
      {kPipe, {"/quit"}, {Kind::leave}},
      {kPipe, {"cut", false}, {Kind::too_long}},
      {kJson, {R"({"say": "hi"})"}, {Kind::text, "hi"}},
      {kJson, {R"({"say": "/quit"})"}, {Kind::text, "/quit"}},
      {kJson, {R"({"name": "ada"})"}, {Kind::text, "ada"}},
      {kJson, {R"({"password": "sesame"})"}, {Kind::text, "sesame"}},
      {kJson, {R"({"leave": true})"}, {Kind::leave}},
      {kJson, {"/quit"}, {Kind::not_understood}},
      {kJson, {""}, {Kind::not_understood}},
      {kJson, {R"({"say": "cut)", false}, {Kind::not_understood}},
  };
  for (const auto& row : rows) {
    CAPTURE(row.line.text);
    CHECK(read_line(row.line, row.source) == row.meaning);
  }
}

TEST_CASE("an answer is taken as it is, and an object where it must be one") {
  for (const auto* text : {"", " ", "/quit", "q"})
    CHECK(read_answer({text}, kClassicPerson) == InputLine{Kind::text, text});
  CHECK(read_answer({R"({"name": "ada"})"}, kJson) == InputLine{Kind::text, "ada"});
  CHECK(read_answer({"ada"}, kJson).kind == Kind::not_understood);
}

}  // namespace moonroom::client
