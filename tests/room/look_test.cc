#include "room/look.h"

#include <doctest/doctest.h>
#include <unicode/uchar.h>
#include <unicode/uspoof.h>

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "room/code_points.h"
#include "room/name.h"

using namespace moonroom;
using room::looks_alike;
using room::skeleton;

namespace {

// UTS 39's own result for one code point.
class Confusables {
 public:
  Confusables() : checker_(uspoof_open(&status_)) {}
  ~Confusables() { uspoof_close(checker_); }
  Confusables(const Confusables&) = delete;
  Confusables& operator=(const Confusables&) = delete;

  std::string prototype(const std::string& text) {
    std::array<char, 256> out{};
    const auto size =
        uspoof_getSkeletonUTF8(checker_, 0, text.data(), static_cast<int32_t>(text.size()),
                               out.data(), static_cast<int32_t>(out.size()), &status_);
    REQUIRE(U_SUCCESS(status_));
    return {out.data(), static_cast<size_t>(size)};
  }

 private:
  UErrorCode status_ = U_ZERO_ERROR;
  USpoofChecker* checker_;
};

std::string text_of(char32_t point) {
  std::string text;
  room::append(text, point);
  return text;
}

template <class Check>
void for_each_code_point(Check check) {
  for (char32_t point = 1; point < 0x110000; ++point)
    if (u_isdefined(static_cast<UChar32>(point)) && !U_IS_SURROGATE(point)) check(point);
}

bool can_both_be_here(const std::string& one, const std::string& other) {
  return one != other && room::normal_name(one) && room::normal_name(other) &&
         !looks_alike(one, other);
}

using Pair = std::pair<const char*, const char*>;

// A member's name, and a newcomer's name that looks like it.
const std::vector<Pair> kLookAlikes = {
    // Case, width, style.
    {"ada", "ADA"},
    {"ada", "ａｄａ"},
    {"ada", "ＡＤＡ"},
    {"Straße", "STRASSE"},
    {"ada", "𝐚𝐝𝐚"},
    {"ada", "𝓪𝓭𝓪"},
    {"ada", "𝔞𝔡𝔞"},
    {"ada", "𝚊𝚍𝚊"},
    {"ada", "𝔸𝔻𝔸"},
    {"ada", "ⓐⓓⓐ"},
    {"ada", "ⒶⒹⒶ"},
    {"ada", "🅐🅓🅐"},
    {"ada", "🅰🅳🅰"},
    {"ada", "🄰🄳🄰"},
    {"ada", "🇦🇩🇦"},
    {"ada", "ᵃᵈᵃ"},
    {"ada", "ᴀᴅᴀ"},
    {"bob", "ʙᴏʙ"},
    {"hi", "ₕᵢ"},
    {"it", "ⅰt"},
    {"vi", "ⅵ"},
    {"fly", "ﬂy"},
    {"file", "ﬁle"},
    {"tm", "™"},
    {"a1", "a①"},
    {"a1", "a¹"},
    {"a1", "a１"},
    // Letters that look like others of one script.
    {"rnax", "max"},
    {"MAX", "rnax"},
    {"vvill", "will"},
    {"clan", "dan"},
    {"lan", "Ian"},
    {"Ian", "ian"},
    {"b1ll", "bIll"},
    {"bo", "b0"},
    {"BOB", "B0B"},
    {"lily", "IiIy"},
    {"lily", "1i1y"},
    {"lily", "|i|y"},
    {"ann", "ɑnn"},
    {"gin", "ɡin"},
    {"bill", "bıll"},
    {"oe", "œ"},
    {"ae", "æ"},
    {"o'neill", "o’neill"},
    {"a-b", "a‐b"},
    {"a-b", "a–b"},
    {"ss", "ß"},
    {"fuss", "ſuss"},
    {"2a", "Ƨa"},
    {"3a", "Ʒa"},
    {"5a", "Ƽa"},
    // Marks.
    {"ann", "änn"},
    {"ann", "a\u0308nn"},
    {"ann", "an\u0323n"},
    {"ann", "a\u0336n\u0336n\u0336"},
    {"ann", "a\u20ddnn"},
    {"lola", "łola"},
    {"bob", "bøb"},
    {"bob", "ƀoƀ"},
    {"toto", "ŧoŧo"},
    {"иван", "йван"},
    {"елена", "ёлена"},
    {"שלום", "שָׁלוֹם"},
    {"محمد", "مُحَمَّد"},
    {"はな", "ばな"},
    // Whole names in another script.
    {"cop", "сор"},
    {"COP", "СОР"},
    {"HABA", "НАВА"},
    {"haba", "НАВА"},
    {"HANNA", "ΗΑΝΝΑ"},
    {"hanna", "ΗΑΝΝΑ"},
    {"BAPT", "ВАРТ"},
    {"TOM", "ТОМ"},
    {"MAKE", "МАКЕ"},
    {"kot", "кот"},
    {"νικος", "ΝΙΚΟΣ"},
    {"vik", "νικ"},
    {"ada", "ᎪᎠᎪ"},
    {"ice", "Ісе"},
    {"jess", "јеѕѕ"},
    {"ope", "օրе"},
    {"ODB", "ꓳꓓꓐ"},
    {"иван", "ИВАН"},
    {"ани", "АНИ"},
    {"o", "ο"},
    {"oo", "оо"},
    {"oo", "००"},
    {"lo", "١ه"},
    {"ʌ", "Λ"},
    {"Γ", "γ"},
    // Han, kana, Hangul, Arabic.
    {"张三", "張三"},
    {"陈国华", "陳國華"},
    {"後羿", "后羿"},
    {"口十", "囗十"},
    {"口十", "ロ十"},
    {"力", "カ"},
    {"二三", "ニ三"},
    {"工人", "エ人"},
    {"夕方", "タ方"},
    {"卜", "ト"},
    {"八", "ハ"},
    {"一郎", "ー郎"},
    {"一郎", "⼀郎"},
    {"己", "已"},
    {"未来", "末来"},
    {"土", "士"},
    {"日", "曰"},
    {"人", "入"},
    {"佐佐木", "佐々木"},
    {"ささ", "さゝ"},
    {"べに", "ベに"},
    {"カナ", "ｶﾅ"},
    {"かっこ", "かつこ"},
    {"キヤノン", "キャノン"},
    {"가", "\u1100\u1161"},
    {"가", "ㄱㅏ"},
    {"가", "ﾡￂ"},
    {"محمد", "ﻣﺤﻤﺪ"},
    {"علي", "على"},
    {"کمال", "كمال"},
    // Emoji.
    {"👍", "👍🏽"},
    {"👍🏿", "👍🏻"},
    {"ann👍", "ann👍🏾"},
};

}  // namespace

TEST_CASE("no two of UTS 39's confusable code points make two names") {
  Confusables confusables;
  size_t pairs = 0;
  size_t passed = 0;
  for_each_code_point([&](char32_t point) {
    const auto text = text_of(point);
    const auto prototype = confusables.prototype(text);
    if (prototype == text) return;
    ++pairs;
    for (const auto* around : {"", "a", "山", "а"}) {
      const std::string before = around;
      if (!can_both_be_here(before + text + before, before + prototype + before)) continue;
      ++passed;
      CAPTURE(before + text + before);
      CAPTURE(prototype);
      CHECK(false);
    }
  });
  CHECK(pairs > 6000);
  CHECK(passed == 0);
}

TEST_CASE("no code point is apart from its capital, its small letter and its wide form") {
  for_each_code_point([](char32_t point) {
    const auto it = static_cast<UChar32>(point);
    for (const auto other : {u_tolower(it), u_toupper(it), u_foldCase(it, U_FOLD_CASE_DEFAULT)}) {
      if (!can_both_be_here(text_of(point), text_of(static_cast<char32_t>(other)))) continue;
      CAPTURE(text_of(point));
      CHECK(false);
    }
  });
}

TEST_CASE("a skeleton is its own skeleton, and shows something for each name") {
  for_each_code_point([](char32_t point) {
    const auto seen = skeleton(text_of(point));
    const auto shown = room::shown_skeleton(text_of(point));
    if (skeleton(seen) == seen && skeleton(shown) == shown &&
        (!seen.empty() || !room::normal_name(text_of(point))))
      return;
    CAPTURE(static_cast<uint32_t>(point));
    CHECK(false);
  });
}

TEST_CASE("names that look the same cannot both be here") {
  for (const auto& pair : kLookAlikes) {
    const std::string one(pair.first);
    const std::string other(pair.second);
    CAPTURE(one);
    CAPTURE(other);
    CHECK_FALSE(can_both_be_here(one, other));
  }
}

TEST_CASE("names that a reader tells apart stay apart") {
  const std::vector<Pair> apart = {
      {"ada", "adb"},     {"张三", "张四"}, {"张三", "李三"},    {"lan", "ian"},
      {"hanna", "nanna"}, {"ann", "anne"},  {"ann", "ann1"},     {"ann2", "ann3"},
      {"bob", "rob"},     {"иван", "егор"}, {"Νίκος", "Πέτρος"}, {"김철수", "김영희"},
      {"राम", "रोम"},     {"กุ", "กี"},       {"山田", "川田"},    {"たなか", "なかた"},
      {"👍", "👎"},         {"a_b", "a-b"},   {"user0", "user2"},  {"u", "v"},
      {"tom", "tim"},     {"jill", "bill"}, {"דוד", "דינה"},     {"علي", "عمر"},
  };
  for (const auto& pair : apart) {
    const std::string one(pair.first);
    const std::string other(pair.second);
    CAPTURE(one);
    CAPTURE(other);
    CHECK(can_both_be_here(one, other));
  }
}

TEST_CASE("a word is seen in a text whatever letters and punctuation it is written in") {
  for (const char* text :
       {"管理员", "小管理员1", "管理員", "管·理·员", "管_理_员", "菅理员", "管埋员"})
    CHECK(room::shows(text, "管理员"));
  for (const char* text :
       {"Administrator", "the-ADMINISTRATOR", "Adm1nistrator", "АDMINISTRATOR",
        "ａｄｍｉｎｉｓｔｒａｔｏｒ", "a.d.m.i.n.i.s.t.r.a.t.o.r", "AdmÍnistrator"})
    CHECK(room::shows(text, "administrator"));
  CHECK_FALSE(room::shows("管理", "管理员"));
  CHECK_FALSE(room::shows("***", "***"));
}

TEST_CASE("a word of Latin letters is bounded by characters that are no letters") {
  for (const char* text : {"server", "SERVER", "the-server", "server2", "2server", "[server]",
                           "ѕеrvеr", "s.e.r.v.e.r", "５ｅｒｖｅｒ_server"})
    CHECK(room::shows_word(text, "server"));
  for (const char* text : {"observer", "servers-r-us", "serve"})
    CHECK_FALSE(room::shows_word(text, "server"));
}
