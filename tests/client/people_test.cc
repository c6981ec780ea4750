#include "client/people.h"

#include <doctest/doctest.h>

#include "client/phrases.h"
#include "client/suggestions.h"

using namespace moonroom::client;

namespace {

MessageReceived line(std::string text) {
  MessageReceived message;
  message.line = std::move(text);
  return message;
}

}  // namespace

TEST_CASE("the author is found in all wordings that come with the host") {
  for (const char* text : {"ann: hi", "ann说：hi", "ann 说：hi", "ann ： hi", "ann:hi"})
    CHECK(speaker_of(text) == "ann");
  for (const char* text : {"no colon", "two words: hi", ""}) CHECK(speaker_of(text).empty());
  for (const char* came : {"ann joined the room", "ann进入了聊天室", "ann 进入聊天室"})
    CHECK(who_came(came) == "ann");
  for (const char* left :
       {"ann left the room", "ann退出了聊天室", "ann: 退出了聊天室", "ann 离开了聊天室"})
    CHECK(who_left(left) == "ann");
}

TEST_CASE("the author of a line is known until they leave") {
  KnownPeople people;
  people.update(line("ann: hi"));
  people.update(line("bob joined the room"));
  CHECK(people.has("ann"));
  CHECK(people.has("bob"));
  people.update(line("ann left the room"));
  CHECK_FALSE(people.has("ann"));
  CHECK(people.has("bob"));
}

TEST_CASE("a command is learned from help that begins with it") {
  KnownCommands commands;
  for (const char* text : {"/who  who is here", "/", "/a.b", "ann: /secret", "/roll [N]"})
    commands.update(text);
  CHECK(commands.commands() == std::set<std::string>{"/roll", "/who"});
}

TEST_CASE("Tab offers commands behind a slash and names elsewhere") {
  KnownPeople people;
  people.update(line("ann: hi"));
  people.update(line("张三: 你好"));
  KnownCommands commands;
  commands.update("/who");
  CHECK(suggest("a", people, commands).insertion == "nn: ");
  CHECK(suggest("hi 张", people, commands).insertion == "三 ");
  CHECK(suggest("/w", people, commands).insertion == "ho ");
  CHECK(suggest("/", people, commands).choices.size() == 3);
  CHECK(suggest("/who a", people, commands).insertion == "nn ");
}

TEST_CASE("the client's messages are in Chinese for Chinese readers") {
  CHECK(moonroom::language_of("zh_CN.UTF-8") == Language::chinese);
  CHECK(moonroom::language_of("C") == Language::english);
  for (int each = 0; each <= static_cast<int>(Phrase::network_died); ++each) {
    const auto which = static_cast<Phrase>(each);
    CHECK_FALSE(phrase(which, Language::english).empty());
    CHECK(phrase(which, Language::english) != phrase(which, Language::chinese));
  }
}
