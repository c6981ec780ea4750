#include "wire/line.h"

#include <doctest/doctest.h>

#include <string>

using namespace moonroom::wire;
using namespace std::string_view_literals;

namespace {

std::string encoded(const Line& line) {
  std::string out = "what stood there before";
  encode(line, out);
  return out;
}

void check_same(const Line& one, const Line& other) {
  CHECK(one.flags == other.flags);
  CHECK(one.number == other.number);
  CHECK(one.time == other.time);
  CHECK(one.kind == other.kind);
  CHECK(one.from == other.from);
  CHECK(one.text == other.text);
  CHECK(one.bare == other.bare);
}

}  // namespace

TEST_CASE("lines look as the protocol says") {
  CHECK(encoded({0, 7, 0x01020304, "message", "ada", "ada: hi"}) == "M\xc0\x07\1\2\3\4\3ada: hi"sv);
  CHECK(encoded({1, 300, 5, "join", "ada", "hello, ada"}) ==
        "M\x01\x41\x2c\0\0\0\5\4join\3adahello, ada"sv);
}

TEST_CASE("the bare text is the line's tail, or stands apart, or is left out") {
  CHECK(encoded({0, 7, 1, "message", "ada", "ada: hi", "hi"}) == "M\xe0\7\0\0\0\1\3\2ada: hi"sv);
  CHECK(encoded({0, 7, 1, "message", "ada", "ada: <hi>", "hi"}) ==
        "M\xd0\7\0\0\0\1\3\2hiada: <hi>"sv);
  CHECK(encoded({0, 7, 1, "message", "ada", "ada: ", ""}) == "M\xc0\7\0\0\0\1\3ada: "sv);
  const std::string longest(60'000, 'x');
  for (const auto& bare : {std::string("hi"), std::string("你好"), std::string(), longest})
    for (const auto& text : {"ada: " + bare, "<" + bare + ">", std::string("other")}) {
      const Line line{1, 7, 1, "join", "ada", text, bare};
      const auto message = encoded(line);
      const auto read = decode_line(message);
      REQUIRE(read);
      check_same(*read, line);
    }
}

TEST_CASE("a bare text that is longer than its line, or cuts a character, is no line") {
  CHECK_FALSE(decode_line("M\x60\1\0\0\0\1\0\3hi"sv));
  CHECK_FALSE(decode_line("M\x60\1\0\0\0\1\0\1\xe4\xbd\xa0"sv));
  CHECK_FALSE(decode_line("M\x50\1\0\0\0\1\0\1\xffhi"sv));
  CHECK_FALSE(decode_line("M\x50\1\0\0\0\1\0\3hi"sv));
}

TEST_CASE("a line keeps all that is known of it") {
  for (const uint64_t number :
       {0ull, 63ull, 64ull, 16383ull, 16384ull, (1ull << 30) - 1, 1ull << 30, (1ull << 62) - 1})
    for (const auto kind : {"message", "notice", ""})
      for (const auto from : {"小明", ""}) {
        const Line line{
            Line::kReplayed | Line::kByText, number, 1'700'000'000, kind, from, "小明说：你好"};
        const auto message = encoded(line);
        const auto read = decode_line(message);
        REQUIRE(read);
        check_same(*read, line);
      }
}

TEST_CASE("a line may say all at length") {
  const auto read = decode_line("M\0\x80\0\0\7\0\0\0\1\7message\3adaada: hi"sv);
  REQUIRE(read);
  check_same(*read, {0, 7, 1, "message", "ada", "ada: hi"});
}

TEST_CASE("a kind or an author that is too long is cut between characters") {
  std::string longest;
  while (longest.size() < 300) longest += "长";
  for (const auto& text : {std::string("x"), longest}) {
    const auto message = encoded({0, 1, 1, longest, longest, text});
    const auto read = decode_line(message);
    REQUIRE(read);
    CHECK(read->kind.size() == 255);
    CHECK(read->from.size() == 255);
    CHECK(read->text == text);
  }
}

TEST_CASE("no beginning of a line's head is a line") {
  for (const auto kind : {"message", "join"}) {
    const std::string text = "ada: hi";
    const auto message = encoded({0, 1000, 1, kind, "ada", text});
    for (size_t size = 0; size + text.size() < message.size(); ++size)
      CHECK_FALSE(decode_line(std::string_view(message).substr(0, size)));
  }
  CHECK_FALSE(decode_line("M\x80\1\0\0\0\1\0\4ada"sv));  // A name longer than the text.
}

TEST_CASE("a line must be valid UTF-8") {
  CHECK_FALSE(decode_line("M\x40\1\0\0\0\1\0\xff"sv));
  CHECK_FALSE(decode_line("M\x40\1\0\0\0\1\1\xffhi"sv));
  CHECK_FALSE(decode_line("M\0\1\0\0\0\1\1\xff\0hi"sv));
}
