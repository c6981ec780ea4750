#include "admin/argument_parsing.h"

#include <doctest/doctest.h>

using namespace moonroom;
using namespace std::chrono_literals;

TEST_CASE("words are cut at blanks, however many") {
  std::string_view rest = "  one   two three ";
  CHECK(admin::next_word(rest) == "one");
  CHECK(admin::next_word(rest) == "two");
  CHECK(rest == "three ");
  CHECK(admin::next_word(rest) == "three");
  CHECK(rest.empty());
  CHECK(admin::next_word(rest).empty());
}

TEST_CASE("a length has a unit, or is in minutes") {
  CHECK(admin::parse_length("90s") == 90s);
  CHECK(admin::parse_length("5") == 5min);
  CHECK(admin::parse_length("5m") == 5min);
  CHECK(admin::parse_length("2h") == 2h);
  CHECK(admin::parse_length("7d") == 168h);
}

TEST_CASE("an invalid length is refused") {
  for (const char* word :
       {"", "h", "x", "-5m", "0", "5 m", "5mm", "367d", "99999h", "99999999999s"})
    CHECK_FALSE(admin::parse_length(word));
}
