#include "room/line_words.h"

#include <doctest/doctest.h>

using namespace moonroom;
using room::NameConflict;

namespace {

room::LineWords words_of(std::initializer_list<const char*> texts) {
  Table settings;
  for (const char* text : texts) settings.items.emplace_back(text);
  room::LineWords words;
  words.add(settings);
  return words;
}

}  // namespace

TEST_CASE("no name contains the words between names and lines") {
  const auto words = words_of({"{name}进入了聊天室", "{name}说：{text}", "管理员说：{text}", "、"});
  for (const char* name : {"张三说", "说", "張三説", "张三说李四", "张三，进入了聊天室",
                           "进·入·了·聊·天·室", "a、b", "進入了聊天室"})
    CHECK_MESSAGE(words.conflict_of(name) == NameConflict::words, std::string(name));
  for (const char* name : {"张三", "进入", "聊天", "a,b", "ann"})
    CHECK_MESSAGE(words.conflict_of(name) == NameConflict::none, std::string(name));
}

TEST_CASE("no name makes a line that begins as an announcement does") {
  const auto words = words_of({"{name}说：{text}", "老师说：{text}", "{name}: {text}"});
  for (const char* name : {"老师", "老師", "老·师", "*老师*"})
    CHECK_MESSAGE(words.conflict_of(name) == NameConflict::reserved, std::string(name));
  CHECK(words.conflict_of("王老师") == NameConflict::none);
  const auto short_title = words_of({"{name}: {text}", "A: {text}"});
  CHECK(short_title.conflict_of("a") == NameConflict::reserved);
  CHECK(short_title.conflict_of("ann") == NameConflict::none);
}

TEST_CASE("marks stand between a name and a line, too") {
  CHECK(words_of({"<{name}> {text}"}).conflict_of("ann>") == NameConflict::words);
  CHECK(words_of({"[{name}] {text}"}).conflict_of("ann］") == NameConflict::words);
  CHECK(words_of({"{name} | {text}"}).conflict_of("a|b") == NameConflict::words);
  CHECK(words_of({"{name} -> {text}"}).conflict_of("a->b") == NameConflict::words);
  CHECK(words_of({"{name} -> {text}"}).conflict_of("a-b") == NameConflict::none);
}

TEST_CASE("characters that no name can contain are no dividers") {
  const auto words = words_of({"{name}: {text}", "{name} joined the room", "{n} here: {names}",
                               "{name}", "no {name} here", "", "plain text"});
  for (const char* name : {"ann", "joined", "here", "plain", "no", "text"})
    CHECK_MESSAGE(words.conflict_of(name) == NameConflict::none, std::string(name));
}
