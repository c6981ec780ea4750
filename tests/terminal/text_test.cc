#include <doctest/doctest.h>

#include <array>
#include <string>

#include "terminal/completion.h"
#include "text/utf8.h"

using namespace moonroom::terminal;
using namespace moonroom::text;

TEST_CASE("characters survive being cut anywhere") {
  const std::string text = "aé汉🙂";
  for (size_t cut = 0; cut <= text.size(); ++cut) {
    Utf8Decoder decoder;
    std::wstring out;
    decoder.feed(std::string_view(text).substr(0, cut), out);
    decoder.feed(std::string_view(text).substr(cut), out);
    CHECK(to_utf8(out) == text);
  }
}

TEST_CASE("invalid UTF-8 becomes a replacement character, and the rest is kept") {
  CHECK(to_utf8(from_utf8("a\xff"
                          "b")) == "a\uFFFDb");
  CHECK(to_utf8(from_utf8("\xe6\xb1")) == "\uFFFD");
}

TEST_CASE("a beginning never ends inside a character") {
  CHECK(utf8_prefix("汉汉", 5) == "汉");
  CHECK(utf8_prefix("汉汉", 6) == "汉汉");
  CHECK(utf8_prefix("汉", 2).empty());
}

TEST_CASE("Tab inserts the certain part, and shows the choices when there are several") {
  const std::array<std::string, 3> host_messages = {"/plugin list", "/plugin load ", "/ps"};
  CHECK(complete("/pl", host_messages).insertion.starts_with("ugin"));
  CHECK(complete("/plugin li", host_messages).insertion.starts_with("st"));
  CHECK(complete("/p", host_messages).choices.size() >= 2);
  CHECK(complete("hello", host_messages).insertion.empty());
  // Typed or known words that are invalid UTF-8, or end within a character.
  const std::vector<std::string> odd = {"a\xe4\xb8\xad", "a\xe4\xb8\xae", "b\xff", "b\xff\xff",
                                        "\xf0\x9f\x91\x8d"};
  for (const char* typed :
       {"", "a", "a\xe4", "a\xe4\xb8", "b", "b\xff", "\xf0", "\xf0\x9f", "\xff"})
    CHECK_NOTHROW(complete(typed, odd));
  CHECK(complete("a\xe4", odd).insertion.empty());
}
