#include "files/lua_text.h"

#include <doctest/doctest.h>

#include <string>

using namespace moonroom;

namespace {

std::string wide(std::string_view text, bool big) {
  std::string bytes = big ? "\xfe\xff" : "\xff\xfe";
  for (const char c : text) {
    if (big) bytes += '\0';
    bytes += c;
    if (!big) bytes += '\0';
  }
  return bytes;
}

std::string text_of(std::string bytes) {
  auto text = files::lua_text(std::move(bytes));
  return text ? *text : "!" + text.error().what;
}

}  // namespace

TEST_CASE("UTF-8 with and without a mark is text; other encodings are named") {
  CHECK(text_of("return {}") == "return {}");
  CHECK(text_of("") == "");
  CHECK(text_of("\xef\xbb\xbfreturn {}") == "return {}");
  for (const bool big : {false, true}) {
    CHECK(text_of(wide("return {}", big)) == "!this is UTF-16 text; save it as UTF-8");
    CHECK(text_of(wide("return {}", big).substr(2)) == "!this is UTF-16 text; save it as UTF-8");
  }
  CHECK(text_of(std::string("return { 'a long text' }") + '\0').find("!this holds zero bytes") ==
        0);
  CHECK(text_of("\x1bLJ\x02").find("!this is compiled Lua") == 0);
}
