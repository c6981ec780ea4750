#include "match/look_matcher.h"

#include <doctest/doctest.h>

#include "marked.h"

namespace moonroom::match {
namespace {

std::string shown(const std::vector<std::string>& words, std::string_view text,
                  const LookOptions& options = {}) {
  const auto matcher = LookMatcher::build(words, options);
  REQUIRE(matcher);
  return marked_by(*matcher, text);
}

LookOptions whole(std::vector<std::string> endings = {}, std::vector<std::string> except = {}) {
  return {LookOptions::Place::whole, std::move(endings), std::move(except)};
}

TEST_CASE("letters match by their look") {
  for (const char* text :
       {"darn", "DARN", "ｄａｒｎ", "dаrn", "𝐝𝐚𝐫𝐧", "ⓓⓐⓡⓝ", "d4rn", "d@rn", "dárn", "d\u00adarn",
        "d\u200barn", "da\u0336rn", "daaarnnn", "d a r n", "d.a.r.n", "d-a_r~n", "d1a2r3n"}) {
    CAPTURE(text);
    CHECK(shown({"darn"}, text, whole()) == "[" + std::string(text) + "]");
  }
  // The skeleton of m is rn.
  CHECK(shown({"darn"}, "dam damn", whole()) == "dam damn");
  CHECK(shown({"damn"}, "darn darnn", whole()) == "darn darnn");
}

TEST_CASE("a whole word has no letter at its edges, and may have an ending") {
  CHECK(shown({"hat"}, "hats chat hat's hat9 9hat ahat", whole()) ==
        "hats chat [hat]'s [hat]9 9[hat] ahat");
  CHECK(shown({"hat"}, "hats hatted hatter hate", whole({"s", "ed"})) ==
        "[hats] [hatted] hatter hate");
  CHECK(shown({"shat"}, "it's hat", whole()) == "it's hat");
  CHECK(shown({"shat"}, "wash at, ash at s hat", whole()) == "wash at, ash at s hat");
}

TEST_CASE("blanks stand between single letters alone") {
  CHECK(shown({"hatch"}, "h a t c h, x h a t ch, ha tch, hat c h", whole()) ==
        "[h a t c h], x [h a t ch], ha tch, hat c h");
  CHECK(shown({"a hat"}, "a hat, a  hat, a-hat, ahat", whole()) ==
        "[a hat], [a  hat], [a-hat], [ahat]");
}

TEST_CASE("at least half of a word are letters") {
  CHECK(shown({"sass"}, "5455 $4$$ s4s5", whole()) == "5455 $4$$ [s4s5]");
}

TEST_CASE("ideographs are found over gaps, traditional ones too") {
  CHECK(shown({"坏蛋"}, "坏蛋 坏 蛋 坏，蛋 坏x蛋 壞蛋 坏abcde蛋 坏鸡蛋") ==
        "[坏蛋] [坏 蛋] [坏，蛋] [坏x蛋] [壞蛋] 坏abcde蛋 坏鸡蛋");
  CHECK(shown({"大坏蛋"}, "大，坏，蛋 大，坏蛋 大 坏蛋") == "[大，坏，蛋] 大，坏蛋 [大 坏蛋]");
}

TEST_CASE("a longer innocent word covers the words in it") {
  const LookOptions options = {LookOptions::Place::anywhere, {}, {"坏蛋糕", "蛋糕", "不坏蛋"}};
  CHECK(shown({"坏蛋"}, "坏蛋 坏蛋糕 不坏蛋", options) == "[坏蛋] 坏蛋糕 不坏蛋");
  // A word that extends beyond a split one shows that the gap separates two words.
  CHECK(shown({"坏蛋"}, "坏，蛋糕 坏，蛋", options) == "坏，蛋糕 [坏，蛋]");
}

TEST_CASE("an opening has no letter before it") {
  const LookOptions options = {LookOptions::Place::opening, {}, {}};
  CHECK(shown({"妈的"}, "妈的 大妈的，妈的 ok妈的", options) == "[妈的] 大妈的，[妈的] ok[妈的]");
}

TEST_CASE("i and l show alike, and a word with both of them is taken literally") {
  for (const char* text : {"shin", "shln", "sh1n", "sh!n", "shiiin", "shIln"}) {
    CAPTURE(text);
    CHECK(shown({"shin"}, text, whole()) == "[" + std::string(text) + "]");
  }
  struct Case {
    const char* word;
    const char* found;
    const char* not_found;
  };
  for (const auto& it :
       {Case{"fail", "fa1l", "fall"}, Case{"fail", "fai|", "faii"}, Case{"ill", "11l", "lll"},
        Case{"ill", "iilll", "il"}, Case{"lil", "l!l", "ill"}, Case{"silt", "s1!t", "slit"},
        Case{"bill", "b!!!", "bil"}}) {
    CAPTURE(it.word);
    CHECK(shown({it.word}, it.found, whole()) == "[" + std::string(it.found) + "]");
    CHECK(shown({it.word}, it.not_found, whole()) == it.not_found);
  }
}

TEST_CASE("a listed word determines its gaps") {
  struct Case {
    const char* word;
    std::vector<const char*> found;
    std::vector<const char*> not_found;
  };
  for (const auto& it : {Case{"d**n",
                              {"d**n", "D***n", "d##n", "d*#n", "d＊＊n"},
                              {"dn", "d*n", "d--n", "d* *n", "d**-n", "d ** n", "d*******n", "d1*n",
                               "ad**n", "d**ns"}},
                         Case{"d*rn", {"d*rn", "d**rn"}, {"drn", "d-rn", "d rn"}},
                         Case{"b.c",
                              {"b.c", "B..C"},
                              {"bc", "b c", "b. c", "b,c", "b-c", "a.b.c", "b.c.d", "b.cd"}}}) {
    CAPTURE(it.word);
    for (const auto* text : it.found)
      CHECK(shown({it.word}, text, whole()) == "[" + std::string(text) + "]");
    for (const auto* text : it.not_found) CHECK(shown({it.word}, text, whole()) == text);
  }
  CHECK(shown({"son of a"}, "son  of  a", whole()) == "[son  of  a]");
}

TEST_CASE("the readings of a text are made once") {
  Readings readings;
  const auto* first = readings.of("a hat").data();
  CHECK(readings.of("a hat").data() == first);
  CHECK(readings.of("3 hats").size() == 2);
  CHECK(readings.of("").size() == 1);
}

TEST_CASE("invalid words are a problem") {
  CHECK_FALSE(LookMatcher::build(std::vector<std::string>{""}, {}));
  CHECK_FALSE(LookMatcher::build(std::vector<std::string>{"\xff"}, {}));
  CHECK_FALSE(LookMatcher::build(std::vector<std::string>{"\u200b"}, {}));
  const std::vector<std::string> many(kMaxWords / 2 + 1, "a");
  CHECK(LookMatcher::build(many, {}));
  CHECK_FALSE(LookMatcher::build(many, whole({"s"})));
  CHECK(shown({}, "anything") == "anything");
  CHECK(shown({"darn"}, "") == "");
}

TEST_CASE("a text of one letter takes no more than its length") {
  const std::vector<std::string> words = {"a", "aa", "aaaa", "ab", "aab"};
  const std::string text(60'000, 'a');
  CHECK(shown(words, text).size() == text.size() + 2);
}

}  // namespace
}  // namespace moonroom::match
