#include "match/pattern.h"

#include <doctest/doctest.h>

namespace moonroom::match {
namespace {

TEST_CASE("a match has the whole and the groups") {
  const auto pattern = Pattern::build(R"((\w+)@(\w+)(\.cn)?)", false);
  REQUIRE(pattern);
  const auto match = pattern->find("write to ann@home now", 0);
  REQUIRE(match);
  REQUIRE(match->size() == 4);
  CHECK((*match)[0] == "ann@home");
  CHECK((*match)[1] == "ann");
  CHECK((*match)[2] == "home");
  CHECK_FALSE((*match)[3]);
  CHECK_FALSE(pattern->find("write to ann@home now", 13));
}

TEST_CASE("capital letters matter unless it is said") {
  CHECK_FALSE(Pattern::build("darn", false)->find("DARN", 0));
  CHECK(Pattern::build("darn", true)->find("DARN", 0));
  CHECK(Pattern::build("混.蛋", false)->find("混大蛋", 0));
}

TEST_CASE("all matches are replaced, with groups of the match") {
  const auto pattern = Pattern::build(R"((\d+)-(\d+))", false);
  int count = 0;
  CHECK(pattern->replace("1-2 and 30-40", R"(\2-\1)", count) == "2-1 and 40-30");
  CHECK(count == 2);
  CHECK(pattern->replace("none", "x", count) == "none");
  CHECK(count == 0);
  CHECK_FALSE(pattern->replace("1-2", R"(\3)", count));
}

TEST_CASE("an invalid pattern has an error message") {
  CHECK(Pattern::build("(", false).error().what == "missing ): (");
  CHECK_FALSE(Pattern::build(std::string(Pattern::kMaxBytes + 1, 'a'), false));
  CHECK_FALSE(Pattern::build("((a{100}){100}){100}", false));
}

TEST_CASE("a pattern that is slow elsewhere is not here") {
  const auto pattern = Pattern::build("(a*)*b", false);
  REQUIRE(pattern);
  CHECK_FALSE(pattern->find(std::string(60'000, 'a'), 0));
}

}  // namespace
}  // namespace moonroom::match
