#include "terminal/history_search.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace moonroom::terminal;
using SearchStep = HistorySearch::Step;

namespace {

Key typed(char32_t character) {
  Key key;
  key.kind = Key::Kind::character;
  key.character = static_cast<wchar_t>(character);
  return key;
}

Key pressed(wchar_t character) {
  Key key;
  key.kind = Key::Kind::control;
  key.character = character;
  return key;
}

}  // namespace

TEST_CASE("which line a search finds") {
  const History history({"make all", "say hi", "make test", "make test"});
  struct Case {
    const char* what;
    std::vector<Key> keys;
    const char* words;
    const char* found;
  };
  const auto again = pressed(control('R'));
  const auto erase = pressed(kDelete);
  for (const auto& each : {
           Case{"nothing typed", {}, "", nullptr},
           Case{"the latest", {typed('m'), typed('a')}, "ma", "make test"},
           Case{"the one before", {typed('a'), again}, "a", "make test"},
           Case{"before that, other lines", {typed('k'), again, again}, "k", "make all"},
           Case{"no earlier one: the line stays", {typed('h'), again}, "h", "say hi"},
           Case{"no match: the line stays", {typed('h'), typed('x')}, "hx", "say hi"},
           Case{"erased", {typed('h'), typed('x'), erase, erase, typed('l')}, "l", "make all"},
       }) {
    CAPTURE(each.what);
    HistorySearch search(history, "draft");
    for (const auto& key : each.keys) CHECK(search.on_key(key) == SearchStep::searching);
    CHECK(search.words() == each.words);
    CHECK((search.found() ? *search.found() : "") == (each.found ? each.found : ""));
  }
}

TEST_CASE("which keys end a search") {
  const History history({"make all"});
  HistorySearch search(history, "draft");
  CHECK(search.on_key(pressed(control('G'))) == SearchStep::given_up);
  CHECK(search.on_key(pressed(L'\r')) == SearchStep::ended);
  CHECK(search.on_key(pressed(control('A'))) == SearchStep::ended);
  CHECK(search.draft() == "draft");
}
