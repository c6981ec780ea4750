#include "match/matcher.h"

#include <doctest/doctest.h>

#include "marked.h"

namespace moonroom::match {
namespace {

std::string marked(const std::vector<std::string>& words, std::string_view text,
                   bool whole = false) {
  const auto matcher = Matcher::build(words, whole);
  REQUIRE(matcher);
  return marked_by(*matcher, text);
}

TEST_CASE("words are found wherever they stand") {
  CHECK(marked({"he", "she", "hers"}, "ushers") == "u[she]rs");
  CHECK(marked({"darn"}, "darn it, darnit") == "[darn] it, [darn]it");
  CHECK(marked({"darn"}, "nothing of the kind") == "nothing of the kind");
  CHECK(marked({"darn"}, "") == "");
  CHECK(marked({}, "anything") == "anything");
}

TEST_CASE("of several words the leftmost is taken, and of those the longest") {
  CHECK(marked({"ab", "abcd", "bcde"}, "abcde") == "[abcd]e");
  CHECK(marked({"a", "ab", "abc"}, "abcab") == "[abc][ab]");
  CHECK(marked({"aa"}, "aaaaa") == "[aa][aa]a");
}

TEST_CASE("capital letters and full-width letters are the same") {
  CHECK(marked({"Darn"}, "DARN dArN ｄａｒｎ ＤＡＲＮ") == "[DARN] [dArN] [ｄａｒｎ] [ＤＡＲＮ]");
  CHECK(marked({"élan"}, "ÉLAN") == "[ÉLAN]");
  CHECK(marked({"мир"}, "МИР миру") == "[МИР] [мир]у");
}

TEST_CASE("Chinese words are found between other Chinese words") {
  CHECK(marked({"混蛋", "坏"}, "你这个混蛋真坏啊") == "你这个[混蛋]真[坏]啊");
  CHECK(marked({"混蛋"}, "你这个混蛋真坏啊", true) == "你这个[混蛋]真坏啊");
}

TEST_CASE("a whole word has no letter at its edges") {
  CHECK(marked({"ass"}, "ass, class, assassin. Ass!", true) == "[ass], class, assassin. [Ass]!");
  CHECK(marked({"ass", "as"}, "ass as", true) == "[ass] [as]");
  CHECK(marked({"c++"}, "c++ c+++ c++11", true) == "[c++] [c++]+ [c++]11");
  CHECK(marked({"42"}, "42 142 42nd", true) == "[42] 142 42nd");
}

TEST_CASE("where the longest is not whole, a shorter one may be") {
  CHECK(marked({"good", "good-b"}, "good-bye", true) == "[good]-bye");
}

TEST_CASE("bytes that are no UTF-8 are no part of a word") {
  CHECK(marked({"ab"},
               "\xff"
               "ab\xff"
               "a\xff"
               "b") ==
        "\xff[ab]\xff"
        "a\xff"
        "b");
}

TEST_CASE("invalid words are refused with a reason") {
  const std::vector<std::string> empty = {"a", ""};
  CHECK(Matcher::build(empty, false).error().what == "an empty word is found everywhere");
  const std::vector<std::string> no_text = {"\xff"};
  CHECK(Matcher::build(no_text, false).error().what == "a word is not valid UTF-8");
  const std::vector<std::string> many(kMaxWords + 1, "a");
  CHECK_FALSE(Matcher::build(many, false));
  const std::vector<std::string> large = {std::string(kMaxWordBytes + 1, 'a')};
  CHECK_FALSE(Matcher::build(large, false));
}

TEST_CASE("ten thousand words are no burden") {
  std::vector<std::string> words;
  for (int i = 0; i < 10'000; ++i) words.push_back("word" + std::to_string(i));
  CHECK(marked(words, "word0 word9999 word10000 wor") == "[word0] [word9999] [word1000]0 wor");
}

}  // namespace
}  // namespace moonroom::match
