#include "room/line_reading.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace moonroom;
using room::KnownCommands;
using room::read_line;

namespace {

KnownCommands of_scripts() {
  KnownCommands known;
  known.add("who", false);
  return known;
}

KnownCommands of_plugins() {
  auto known = of_scripts();
  known.add("op", true);
  return known;
}

std::string reading(const std::string& text, const KnownCommands& known) {
  const auto read = read_line(text, known);
  return read.command ? "command " + std::string(*read.command) : "said " + std::string(read.text);
}

// Text that can precede a slash, or separate it from the word.
const std::vector<std::string> kUnseen = {
    "",       " ",      "   ",    "\t",     "␉",      "␊",      "\u00a0", "\u00ad",       "\u034f",
    "\u1160", "\u180e", "\u2003", "\u200b", "\u200d", "\u202e", "\u2060", "\u2800",       "\u3000",
    "\u3164", "\ufe0f", "\ufeff", "\u0301", "、",     " 、 ",   "､",      "\u3000\u200b "};
const std::vector<std::string> kSlashes = {"/", "／", "⁄", "∕", "╱", "⧸", "⟋"};

}  // namespace

TEST_CASE("a line meant as a command is one, whatever precedes the slash") {
  for (const auto& before : kUnseen)
    for (const auto& slash : kSlashes)
      for (const auto& between : kUnseen) {
        CAPTURE(before + slash + between);
        CHECK(reading(before + slash + between + "op s3cret", of_plugins()) == "command op s3cret");
        CHECK(reading(before + slash + between + "who", of_scripts()) == "command who");
      }
}

TEST_CASE("words of scripts alone leave all other lines alone") {
  for (const char* text :
       {"/", "//", "/whom", "/usr/bin", "// x = 1;", "／／", "/ x", "、who", " hi", "、", ""})
    CHECK(reading(text, KnownCommands()) == "said " + std::string(text));
  for (const char* text :
       {"/", "//", "/whom", "/usr/bin", "// x = 1;", "／／", "/ x", " hi", "、 hi", "、"})
    CHECK(reading(text, of_scripts()) == "said " + std::string(text));
  for (const char* text : {"/help", "/WHO", "/ｗｈｏ", "/who,ann", "/who：ann", "、who"})
    CHECK(reading(text, of_scripts()).starts_with("command "));
}

TEST_CASE("once a plugin has commands, only a doubled slash says one") {
  for (const char* text :
       {"/", "/usr/bin", "/OP s3cret", "/op,s3cret", "/oq s3cret", "/／op s3cret", "/ /op s3cret",
        "、op s3cret", "、／op s3cret", "／/op s3cret"})
    CHECK(reading(text, of_plugins()).starts_with("command "));
  CHECK(reading("//op is a command", of_plugins()) == "said /op is a command");
  CHECK(reading("／／op", of_plugins()) == "said ／op");
  CHECK(reading(" //op", of_plugins()) == "said /op");
  CHECK(reading("///", of_plugins()) == "said //");
}

TEST_CASE("a plugin that never loaded may have had any command") {
  KnownCommands known;
  known.expect_more();
  CHECK(reading("/op s3cret", known) == "command op s3cret");
  CHECK(reading("hello /op", known) == "said hello /op");
}

TEST_CASE("ordinary lines are no commands at first sight") {
  for (const char* text : {"", "hi", "你好", "1/2", "a /op", "...", "_", "🙂", "-> /x", "、"})
    CHECK(reading(text, of_plugins()) == "said " + std::string(text));
  CHECK_FALSE(room::may_be_command("hi"));
  CHECK_FALSE(room::may_be_command("你好"));
}

TEST_CASE("the kind of a line is enough to read it without the commands") {
  const auto known = of_plugins();
  for (const char* text : {"hi", " /op a", "//op", " ／／op", "、op a", "/ x", "、x", "/"}) {
    const auto read = read_line(text, known);
    const auto again = room::read_as(room::kind_of(text, known), text);
    CHECK(again.command == read.command);
    CHECK(again.text == read.text);
  }
}

TEST_CASE("a word ends at any blank") {
  for (const auto* blank : {" ", "\t", "␉", "　", "\u00a0", "\u2003", "\u200b", "  　"}) {
    const auto text = std::string("msg") + blank + "bob hi there" + blank;
    CHECK(room::cut_word(text) ==
          std::pair<std::string_view, std::string_view>("msg", "bob hi there"));
  }
  CHECK(room::cut_word("") == std::pair<std::string_view, std::string_view>("", ""));
}

TEST_CASE("a command decides by plain words, and keeps its text as it was typed") {
  using Words = std::vector<std::string>;
  CHECK(room::command_words("bob　１０ ３ｄ６\u200b－５ ٢") ==
        Words{"bob", "10", "3d6", "-5", "2"});
  CHECK(room::command_words("  ") == Words{});
  CHECK(room::command_words("👨‍👩‍👧 c\u00ado") ==
        Words{"👨‍👩‍👧", "c\u00ado"});
  CHECK(room::behind_words(" bob　two  ｗｏｒｄｓ", 0) == "bob　two  ｗｏｒｄｓ");
  CHECK(room::behind_words(" bob　two  ｗｏｒｄｓ", 1) == "two  ｗｏｒｄｓ");
  CHECK(room::behind_words("bob two", 2) == "");
  CHECK(room::behind_words("", 3) == "");
}
