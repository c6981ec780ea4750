#include "base/nearest.h"

#include <doctest/doctest.h>

#include <array>

namespace {

using moonroom::nearest;

constexpr std::array<std::string_view, 5> kHooks = {"on_join", "on_message", "on_leave",
                                                    "filter_join", "filter_message"};

}  // namespace

TEST_CASE("a word of the list is nearest to itself") {
  for (const auto hook : kHooks) CHECK(nearest(hook, kHooks) == hook);
}

TEST_CASE("a letter too few, too many or wrong is forgiven") {
  CHECK(nearest("on_mesage", kHooks) == "on_message");
  CHECK(nearest("on_messsage", kHooks) == "on_message");
  CHECK(nearest("on_massage", kHooks) == "on_message");
  CHECK(nearest("onjoin", kHooks) == "on_join");
}

TEST_CASE("a third of the letters may differ, and no more") {
  constexpr std::array<std::string_view, 1> kKnown = {"abcdef"};
  CHECK(nearest("abcdxx", kKnown) == "abcdef");
  CHECK(nearest("abcxxx", kKnown).empty());
}

TEST_CASE("one letter may differ however short the word is") {
  constexpr std::array<std::string_view, 1> kKnown = {"me"};
  CHECK(nearest("m", kKnown) == "me");
  CHECK(nearest("my", kKnown) == "me");
  CHECK(nearest("we all", kKnown).empty());
}

TEST_CASE("two neighbours in the wrong order are one mistake") {
  constexpr std::array<std::string_view, 2> kKnown = {"help", "who"};
  CHECK(nearest("hlep", kKnown) == "help");
  CHECK(nearest("hwo", kKnown) == "who");
  CHECK(nearest("plhe", kKnown).empty());
}

TEST_CASE("of two words equally near the first is meant") {
  constexpr std::array<std::string_view, 2> kKnown = {"kick", "pick"};
  CHECK(nearest("lick", kKnown) == "kick");
}

TEST_CASE("nothing is near in an empty list or to an unlike word") {
  CHECK(nearest("who", {}).empty());
  CHECK(nearest("tick", kHooks).empty());
}

TEST_CASE("two letters in the wrong order are one mistake") {
  constexpr std::array<std::string_view, 2> kKnown = {"help", "kick"};
  CHECK(nearest("hepl", kKnown) == "help");
}
