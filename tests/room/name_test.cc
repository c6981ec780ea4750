#include "room/name.h"

#include <doctest/doctest.h>

#include <string>

using namespace moonroom;
using room::check_name;
using room::NameConflict;
using room::normal_name;

namespace {

NameConflict problem_of(const std::string& raw) {
  const auto name = check_name(raw);
  return name ? NameConflict::none : name.error();
}

}  // namespace

TEST_CASE("ordinary names in any script are names") {
  for (const char* name :
       {"ada",     "张三",   "Zoë",    "Дмитрий", "a",    "x_1",         "🙂",       "नमस्ते",
        "O'Neill", "%1",     "{name}", "3",       "小A",  "김철수Kim",   "田中タロー", "ㄅㄆ張",
        "محمد",    "דוד12",  "Νίκος",  "สมชาย",   "தமிழ்", "ann👍🏽", "José-María", "x²",
        "★ann★",   "Nguyễn", "100%",   "🇨🇳",      "❤",    "𝐚𝐧𝐧",         "l'été",      "Ⅳ"})
    CHECK(normal_name(name) == name);
}

TEST_CASE("a name has 1 to 32 characters") {
  CHECK(problem_of("") == NameConflict::invalid);
  CHECK(normal_name(std::string(32, 'x')));
  CHECK(problem_of(std::string(33, 'x')) == NameConflict::invalid);
  std::string chinese;
  for (int i = 0; i < 32; ++i) chinese += "汉";
  CHECK(normal_name(chinese));
}

TEST_CASE("a name cannot contain invisible or unassigned characters") {
  for (const char* hidden :
       {" ",          "\t",         "\n",         "\x7f",       "\u0085",     "\u00a0", "\u00ad",
        "\u034f",     "\u061c",     "\u115f",     "\u1160",     "\u17b4",     "\u180b", "\u180e",
        "\u2000",     "\u200b",     "\u200c",     "\u200d",     "\u200e",     "\u202e", "\u2028",
        "\u2060",     "\u2066",     "\u206f",     "\u2800",     "\u3000",     "\u3164", "\ufe00",
        "\ufe0f",     "\ufeff",     "\uffa0",     "\ufff9",     "\ufffc",     "\ufffd", "\ue000",
        "\U000f0000", "\U0001d159", "\U0001d173", "\U000e0041", "\U000e0100", "\u0378", "\ufdd0",
        "\U0001ffff"})
    for (const std::string& name :
         {std::string(hidden), std::string("ann") + hidden, hidden + std::string("ann"),
          "a" + std::string(hidden) + "b", "张" + std::string(hidden)})
      CHECK(problem_of(name) == NameConflict::invalid);
}

TEST_CASE("marks stand on letters, a few of them") {
  CHECK(problem_of("\u0301a") == NameConflict::invalid);
  CHECK(problem_of("\u20dd") == NameConflict::invalid);
  CHECK(problem_of("\u0903") == NameConflict::colon);
  CHECK(problem_of("\u093e") == NameConflict::invalid);
  CHECK(problem_of("b\u0323\u0323") == NameConflict::invalid);
  CHECK(problem_of("b\u0323\u0330\u0331\u0332\u0333") == NameConflict::invalid);
  CHECK(normal_name("b\u0323\u0330\u0331\u0332"));
}

TEST_CASE("no colon of any width stands in a name") {
  for (const char* colon : {":", "：", "﹕", "︓", "︰", "ː", "˸", "∶", "꞉", "։",
                            "׃", "܃",  "܄",  "ः",  "ઃ",  "᠃", "᠉", "᛬", "⁚", "ꓽ"})
    for (const std::string& name : {"ann" + std::string(colon), std::string(colon),
                                    "管" + std::string(colon) + "b", colon + std::string("x")})
      CHECK(problem_of(name) == NameConflict::colon);
  CHECK(problem_of("a⩴") == NameConflict::colon);
}

TEST_CASE("a name needs a letter, a number or an emoji") {
  for (const char* name :
       {"*",  "***",  "—",  "-", "...", "!?", "‼",  "⁉",    "〰", "$", "+", "→", "➡", "■",
        "。", "（）", "<>", "´", "ʹ",   "ˈˈ", "゛", "🏽", "_",  "•", "·", "│", "#", "▶"})
    CHECK_MESSAGE(problem_of(name) == NameConflict::bare, std::string(name));
}

TEST_CASE("the letters of a name are of one script, or written together with Latin ones") {
  for (const char* name : {"аnn", "οk", "annא", "annمحمد", "Аня김", "김たろう", "ㄅ김", "αж", "a१b",
                           "тestт", "ꓐob", "ᎪDA", "ㄅたろう", "สมชาйย"})
    CHECK(problem_of(name) == NameConflict::mixed);
  CHECK(problem_of("1२") == NameConflict::mixed);
  CHECK(problem_of("١۲") == NameConflict::mixed);
}

TEST_CASE("a name is kept composed") {
  CHECK(normal_name("Zoe\u0308") == "Zoë");
  CHECK(normal_name("\u1100\u1161") == "가");
}

TEST_CASE("how an emoji is drawn does not belong to the name") {
  CHECK(normal_name("❤\ufe0f") == "❤");
  CHECK(normal_name("ann❤\ufe0e") == "ann❤");
}
