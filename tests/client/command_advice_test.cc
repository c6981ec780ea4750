#include "client/command_advice.h"

#include <doctest/doctest.h>

using moonroom::client::CommandAdvice;
using moonroom::client::FamiliarCommand;

TEST_CASE("a command is executed, explained, or left to a room that has it") {
  struct Row {
    const char* line;
    FamiliarCommand alone;
  };
  const Row rows[] = {
      {"hi", FamiliarCommand::none},           {"/clear", FamiliarCommand::clear},
      {"/names", FamiliarCommand::names},      {"/exit", FamiliarCommand::leave},
      {"/nick bob", FamiliarCommand::advised}, {"/roll", FamiliarCommand::none},
  };
  for (const auto& row : rows) {
    CAPTURE(row.line);
    CommandAdvice advice;
    CHECK(advice.check(row.line) == row.alone);
    // The room's help names them.
    for (const auto* help : {"/clear  x", "/names  x", "/exit  x", "/nick  x"})
      advice.on_line(help);
    CHECK(advice.check(row.line) == FamiliarCommand::none);
  }
}

TEST_CASE("a command that the room lacks is explained after its answer, once") {
  struct Row {
    const char* line;
    const char* answer;
    bool is_explained;
  };
  const Row rows[] = {
      {"/me waves", "there is no command /me", true},
      {"/me waves", "there is no command /roll", false},
      {"/roll", "there is no command /roll", false},
      {"me waves", "there is no command /me", false},
  };
  for (const auto& row : rows) {
    CAPTURE(row.line);
    CommandAdvice advice;
    advice.check(row.line);
    CHECK(advice.pop_unknown(row.answer).has_value() == row.is_explained);
    CHECK_FALSE(advice.pop_unknown(row.answer));
  }
  CommandAdvice advice;
  CHECK(advice.check("/me waves") == FamiliarCommand::perhaps);
  // Another line was sent meanwhile.
  advice.check("hello");
  CHECK_FALSE(advice.pop_unknown("there is no command /me"));
}
