// The bundled plugins, as they lie in plugins/gallery.
#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <regex>
#include <string>

#include "support/workshop.h"

using namespace moonroom;

namespace {

struct Gallery : support::Workshop {
  std::string open(const char* name) {
    std::ifstream in(std::string("plugins/gallery/") + name + ".lua");
    REQUIRE(in);
    const std::string source((std::istreambuf_iterator<char>(in)), {});
    return load(name, source.c_str());
  }
};

}  // namespace

TEST_CASE_FIXTURE(Gallery, "dice fall between one and their sides, and are added up") {
  open("dice");
  join(1, "ada");
  const std::regex throw_of_three(
      R"(post\[all\]\(ada rolls 3d6: ([1-6]) \+ ([1-6]) \+ ([1-6]) = (\d+)\))");
  for (int i = 0; i < 50; ++i) {
    std::smatch fell;
    const auto heard = say(1, "!roll 3d6");
    REQUIRE(std::regex_match(heard, fell, throw_of_three));
    CHECK(std::stoi(fell[1]) + std::stoi(fell[2]) + std::stoi(fell[3]) == std::stoi(fell[4]));
  }
  CHECK(std::regex_match(say(1, "!roll"), std::regex(R"(post\[all\]\(ada rolls 1d6: \d = \d\))")));
  CHECK(std::regex_match(say(1, "!roll d20"), std::regex(R"(post.*1d20: \d+ = \d+\))")));
}

TEST_CASE_FIXTURE(Gallery, "what is no throw is let alone, what makes no sense is refused") {
  open("dice");
  join(1, "ada");
  for (const char* text : {"roll", "!rolls", "!roll x", "I !roll 3d6", "!roll 3d6 please"})
    CHECK(say(1, text).empty());
  for (const char* text : {"!roll 0d6", "!roll 21d6", "!roll 1d1", "!roll 1d1001"})
    CHECK(say(1, text) == "refused(at most 20 dice of 2 to 1000 sides)");
}

TEST_CASE_FIXTURE(Gallery, "a welcome survives any name") {
  open("welcome");
  CHECK(join(1, "%1") == "post[1](Welcome, %1! You are the first.)");
  CHECK(join(2, "{here}") == "post[2](Welcome, {here}! Here are: %1)");
}

TEST_CASE_FIXTURE(Gallery, "words are matched whole where the script has words") {
  open("profanity");
  load("echo", "return { on_message = function(m) room.say(m.text) end }");
  join(1, "ada");
  CHECK(say(1, "Shit happens") == "post[all](**** happens)");
  CHECK(say(1, "Scunthorpe, mishit, crappy") == "post[all](Scunthorpe, mishit, crappy)");
  CHECK(say(1, "你这个王八蛋！") == "post[all](你这个***！)");
}

TEST_CASE_FIXTURE(Gallery, "the log of the talk has everything that happened") {
  open("chatlog");
  CHECK(join(1, "ada") == "log(chatlog,* ada came in from 192.168.0.1,chat)");
  CHECK(say(1, "hi") == "log(chatlog,ada: hi,chat)");
  CHECK(announce("x") == "log(chatlog,* administrator: x,chat)");
  CHECK(leave(1) == "log(chatlog,* ada left (quit),chat)");
}
