#include "client/familiar_commands.h"

#include <doctest/doctest.h>

using namespace moonroom::client;

TEST_CASE("commands of other chat programs are executed or explained") {
  for (const char* word :
       {"nick", "me", "query", "topic", "away", "ignore", "whois", "join", "msg"}) {
    CAPTURE(word);
    CHECK_FALSE(advice_on(word, Language::english).empty());
    CHECK_FALSE(advice_on(word, Language::chinese).empty());
    CHECK(advice_on(word, Language::english) != advice_on(word, Language::chinese));
  }
  CHECK(familiar_command("/clear") == FamiliarCommand::clear);
  CHECK(familiar_command("/names") == FamiliarCommand::names);
  CHECK(familiar_command("/bye") == FamiliarCommand::leave);
  CHECK(familiar_command("/nick bob") == FamiliarCommand::advised);
  CHECK(familiar_command("/me waves") == FamiliarCommand::perhaps);
  for (const char* line : {"hi", "", "/", "/help", "/who", "//nick", "nick", "/nickname"})
    CHECK(familiar_command(line) == FamiliarCommand::none);
}
