#include "wire/classic.h"

#include <doctest/doctest.h>

#include <vector>

#include "samples.h"
#include "support/text.h"
#include "text/text.h"

namespace {

using namespace moonroom::text;
using namespace moonroom::wire;
using moonroom::support::joined;

Request decoded(std::string_view bytes) {
  const auto request = decode(bytes);
  REQUIRE_MESSAGE(request, bytes);
  return *request;
}

void check(std::string_view bytes, Verb verb, std::string_view name, std::string_view text = "") {
  INFO(bytes);
  const auto request = decoded(bytes);
  CHECK(request.verb == verb);
  CHECK(request.name == name);
  CHECK(request.text == text);
}

bool is_inside(std::string_view part, std::string_view whole) {
  return part.empty() ||
         (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

std::vector<std::string> datagrams(std::string_view text, bool newline_framing) {
  std::vector<std::string> all;
  std::string piece;
  while (!text.empty()) all.emplace_back(next_datagram(text, newline_framing, piece));
  return all;
}

std::string text_of(const std::vector<std::string>& characters) {
  std::string text;
  while (text.size() < 4 * kMaxDatagram) text += joined(characters);
  return text;
}

}  // namespace

TEST_CASE("both families of verbs are understood") {
  check("L ada", Verb::login, "ada");
  check("LOGIN ada", Verb::login, "ada");
  check("C ada hi there", Verb::chat, "ada", "hi there");
  check("CHAT ada hi there", Verb::chat, "ada", "hi there");
  check("Q ada", Verb::quit, "ada");
  check("E ada", Verb::quit, "ada");
  check("EXIT ada", Verb::quit, "ada");
  check("QUIT ada", Verb::quit, "ada");
}

TEST_CASE("a verb is a whole word in capital letters") {
  for (const std::string_view bytes : {"l ada", "LOG ada", "LOGINada", "Lada", "CHATTER ada hi",
                                       "test....", "OK", "Exit ada", " L ada", "R ada", "\tL ada"})
    CHECK_FALSE_MESSAGE(decode(bytes), bytes);
}

TEST_CASE("a login without a name is a login, to be refused with a reason") {
  check("L", Verb::login, "");
  check("L ", Verb::login, "");
  check("LOGIN   ", Verb::login, "");
}

TEST_CASE("a login's name has no blanks around it and keeps those inside") {
  check("L  ada ", Verb::login, "ada");
  check("L 张 三", Verb::login, "张 三");
}

TEST_CASE("only Q may quit without a name") {
  check("Q", Verb::quit, "");
  check("Q ", Verb::quit, "");
  for (const std::string_view bytes : {"E", "EXIT", "QUIT", "E ", "EXIT  "})
    CHECK_FALSE_MESSAGE(decode(bytes), bytes);
}

TEST_CASE("words behind the name of a quit are let pass") {
  check("Q ada quit", Verb::quit, "ada", "quit");
  check("E ada ##", Verb::quit, "ada", "##");
}

TEST_CASE("a chat request needs a name") {
  CHECK_FALSE(decode("C"));
  CHECK_FALSE(decode("C "));
  CHECK_FALSE(decode("CHAT"));
}

TEST_CASE("a text is taken as it was typed") {
  check("C ada ", Verb::chat, "ada", "");
  check("C ada", Verb::chat, "ada", "");
  check("C ada  two  blanks ", Verb::chat, "ada", " two  blanks ");
  check("C 张 三 早", Verb::chat, "张", "三 早");
  check("C ada L bob", Verb::chat, "ada", "L bob");
}

TEST_CASE("a line feed at the end is the sender's habit and no part of the text") {
  CHECK_FALSE(decoded("C ada hi").newline_framing);
  for (const std::string_view bytes : {"C ada hi\n", "C ada hi\r\n"}) {
    check(bytes, Verb::chat, "ada", "hi");
    CHECK(decoded(bytes).newline_framing);
  }
  check("L ada\n", Verb::login, "ada");
  check("Q\n", Verb::quit, "");
}

TEST_CASE("only the last line feed is taken away") {
  check("C ada one\ntwo\n\n", Verb::chat, "ada", "one\ntwo\n");
  check("C ada hi\r", Verb::chat, "ada", "hi\r");
}

TEST_CASE("an empty datagram and bad UTF-8 are no requests") {
  CHECK_FALSE(decode(""));
  CHECK_FALSE(decode("\n"));
  CHECK_FALSE(decode("C ada \xff"));
  CHECK_FALSE(decode("L \xe5\xae"));
}

TEST_CASE("every beginning of a request is a request or nothing, with views into its bytes") {
  for (const std::string_view whole :
       {"LOGIN 张三\r\n", "CHAT ada 聊天室 👩‍👩‍👧‍👦\n", "Q ada", "EXIT ada ##",
        "C  ada  text "}) {
    for (size_t size = 0; size <= whole.size(); ++size) {
      const auto bytes = whole.substr(0, size);
      const auto request = decode(bytes);
      if (!request) continue;
      CHECK(is_inside(request->name, bytes));
      CHECK(is_inside(request->text, bytes));
      CHECK(is_utf8(request->name));
      CHECK(is_utf8(request->text));
    }
  }
}

TEST_CASE("a reason is never longer than 120 bytes") {
  for (const auto& characters : character_lists()) {
    const auto why = reason(text_of(characters));
    CHECK(why.size() <= kMaxReason);
    CHECK(is_utf8(why));
  }
  CHECK(reason("该用户已存在") == "该用户已存在");
}

TEST_CASE("a reason is never a welcome, an end or nothing") {
  for (const std::string_view why : {"OK", "EXIT", ""}) {
    CHECK(reason(why) != kWelcome);
    CHECK(reason(why) != kEnd);
    CHECK_FALSE(reason(why).empty());
  }
}

TEST_CASE("a reason is one line") {
  CHECK(reason("no\nOK") == "no␊OK");
}

TEST_CASE("a short text is one datagram") {
  CHECK(datagrams("ada说：hi", false) == std::vector<std::string>{"ada说：hi"});
  CHECK(datagrams("ada说：hi", true) == std::vector<std::string>{"ada说：hi\n"});
}

TEST_CASE("an unchanged datagram is not copied") {
  std::string_view rest = "text";
  const auto* begin = rest.data();
  std::string piece;
  CHECK(next_datagram(rest, false, piece).data() == begin);
}

TEST_CASE("a long text is cut into datagrams of at most 1,024 bytes that are the text together") {
  for (const auto& characters : character_lists()) {
    const auto text = text_of(characters);
    const auto all = datagrams(text, false);
    CHECK(joined(all) == text);
    for (const auto& datagram : all) {
      CHECK(datagram.size() <= kMaxDatagram);
      CHECK(is_utf8(datagram));
    }
  }
}

TEST_CASE("for programs that read lines each datagram is a line of at most 1,024 bytes") {
  for (const auto& characters : character_lists()) {
    std::string together;
    for (const auto& datagram : datagrams(text_of(characters), true)) {
      CHECK(datagram.size() <= kMaxDatagram);
      CHECK(datagram.ends_with('\n'));
      together += datagram.substr(0, datagram.size() - 1);
    }
    CHECK(together == text_of(characters));
  }
}

TEST_CASE("a datagram is as full as the characters allow") {
  const auto all = datagrams(repeated("汉", 500), false);
  REQUIRE(all.size() == 2);
  CHECK(all.front().size() == 1023);
}

TEST_CASE("no text is the end token, not even the last piece of a long one") {
  CHECK(datagrams("EXIT", false) == std::vector<std::string>{"EXIT "});
  CHECK(datagrams("EXIT", true) == std::vector<std::string>{"EXIT \n"});
  const auto all = datagrams(repeated("a", kMaxDatagram) + "EXIT", false);
  REQUIRE(all.size() == 2);
  CHECK(all.back() == "EXIT ");
}

TEST_CASE("words that only begin with the end token are left alone") {
  CHECK(datagrams("EXIT!", false) == std::vector<std::string>{"EXIT!"});
  CHECK(datagrams("exit", false) == std::vector<std::string>{"exit"});
}
