#include "text/graphemes.h"

#include <doctest/doctest.h>

#include <string>

using namespace moonroom;

TEST_CASE("the width of a text in terminal columns") {
  struct Sample {
    const char* what;
    std::string text;
    size_t columns;
    size_t clusters;
  };
  const Sample samples[] = {
      {"nothing", "", 0, 0},
      {"ASCII", "abc", 3, 3},
      {"a wide character", "汉", 2, 1},
      {"outside the basic plane", "𠀀", 2, 1},
      {"Kana", "かな", 4, 2},
      {"half width Kana", "ｶﾅ", 2, 2},
      {"full width Latin", "ａ", 2, 1},
      {"an ideographic blank", "\u3000", 2, 1},
      {"a composed letter", "é", 1, 1},
      {"a letter and a mark", "e\u0301", 1, 1},
      {"a letter and four marks", "e\u0301\u0302\u0303\u0304", 1, 1},
      {"a wide character and a mark", "か\u3099", 2, 1},
      {"a mark alone", "\u0301", 0, 1},
      {"a mark of an enclosing kind", "a\u20dd", 1, 1},
      {"an emoji", "🙂", 2, 1},
      {"with a colour of skin", "👍🏽", 2, 1},
      {"a family joined", "👨‍👩‍👧‍👦", 2, 1},
      {"a profession with a colour", "👩🏽‍🚀", 2, 1},
      {"a flag", "🇩🇪", 2, 1},
      {"two flags", "🇩🇪🇨🇳", 4, 2},
      {"half a flag", "🇩", 1, 1},
      {"a flag of tags", "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", 2, 1},
      {"a rainbow", "🏳️‍🌈", 2, 1},
      {"a keycap", "1️⃣", 2, 1},
      {"a plain heart", "❤", 1, 1},
      {"a heart as a picture", "❤️", 2, 1},
      {"a colour of skin alone", "🏽", 2, 1},
      {"a Hangul syllable", "한", 2, 1},
      {"the same of its letters", "\u1112\u1161\u11ab", 2, 1},
      {"two of its letters", "\u1112\u1161", 2, 1},
      {"a vowel alone", "\u1161", 0, 1},
      {"a leading letter alone", "\u1112", 2, 1},
      {"a compatibility letter", "ㅎ", 2, 1},
      {"an ambiguous dot", "·", 1, 1},
      {"an ambiguous ellipsis", "…", 1, 1},
      {"a Greek letter", "α", 1, 1},
      {"a box", "─", 1, 1},
      {"Arabic with a vowel", "ب\u064e", 1, 1},
      {"Thai with a vowel above", "ก\u0e34", 1, 1},
      {"Devanagari with a vowel", "क\u093f", 1, 1},
      {"a soft blank", "\u200b", 0, 1},
      {"a joiner alone", "\u200d", 0, 1},
      {"an order of direction", "\u202e", 0, 1},
      {"control characters", "\x01\x1b\x7f", 0, 3},
      {"a tab", "\t", 0, 1},
      {"a picture of a control character", "␛", 1, 1},
      {"a replacement", "\ufffd", 1, 1},
      {"for private use", "\ue000", 1, 1},
      {"bytes that are no UTF-8", "a\xff\xfe", 3, 3},
      {"half a character", "\xe6\xb1", 2, 2},
      {"some of all", "a汉e\u0301👍🏽🇩🇪1️⃣", 10, 6},
  };
  for (const auto& sample : samples) {
    const auto& text = sample.text;
    CAPTURE(sample.what);
    CHECK(text::columns_of_text(text) == sample.columns);
    size_t count = 0;
    size_t before = 0;
    for (size_t at = 0; at < text.size(); ++count) {
      before = at;
      at = text::cluster_after(text, at);
      CHECK(text::cluster_before(text, at) == before);
    }
    CHECK(count == sample.clusters);
  }
}

TEST_CASE("a beginning of so many columns ends between two clusters") {
  CHECK(text::columns_prefix("a汉b", 2) == "a");
  CHECK(text::columns_prefix("a汉b", 3) == "a汉");
  CHECK(text::columns_prefix("👍🏽👍🏽", 3) == "👍🏽");
  CHECK(text::columns_prefix("e\u0301x", 1) == "e\u0301");
  CHECK(text::columns_prefix("abc", 0).empty());
}
