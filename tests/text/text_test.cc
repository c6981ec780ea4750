#include "text/text.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>

#include "support/text.h"
#include "wire/samples.h"

namespace {

using namespace moonroom::text;
using namespace moonroom::wire;
using moonroom::support::joined;

constexpr uint32_t kLastCodePoint = 0x10ffff;

bool is_surrogate(uint32_t code_point) {
  return code_point >= 0xd800 && code_point < 0xe000;
}

// Encodes any number below 2^21 in the form of UTF-8, surrogates too.
std::string utf8(uint32_t code_point) {
  const auto tail = [&](int shift) {
    return static_cast<char>(0x80 | ((code_point >> shift) & 0x3f));
  };
  if (code_point < 0x80) return {static_cast<char>(code_point)};
  if (code_point < 0x800) return {static_cast<char>(0xc0 | (code_point >> 6)), tail(0)};
  if (code_point < 0x10000) return {static_cast<char>(0xe0 | (code_point >> 12)), tail(6), tail(0)};
  return {static_cast<char>(0xf0 | (code_point >> 18)), tail(12), tail(6), tail(0)};
}

std::vector<std::string_view> pieces_of(std::string_view text, size_t limit) {
  std::vector<std::string_view> pieces;
  while (!text.empty()) {
    pieces.push_back(next_piece(text, limit));
    REQUIRE_FALSE(pieces.back().empty());
  }
  return pieces;
}

// The offsets of `characters` in their concatenation.
std::vector<size_t> beginnings(const std::vector<std::string>& characters) {
  std::vector<size_t> starts;
  size_t at = 0;
  for (const auto& character : characters) {
    starts.push_back(at);
    at += character.size();
  }
  return starts;
}

// True when a cut at `at` splits no character that fits into `limit` bytes.
bool cut_is_fair(const std::vector<std::string>& characters, size_t at, size_t limit) {
  const auto starts = beginnings(characters);
  const auto behind = std::upper_bound(starts.begin(), starts.end(), at);
  const auto index = static_cast<size_t>(behind - starts.begin()) - 1;
  return starts[index] == at || characters[index].size() > limit;
}

// The characters of `list` repeatedly, each round in another order.
std::vector<std::string> shuffled(const std::vector<std::string>& list, size_t rounds) {
  std::vector<std::string> characters;
  for (size_t round = 0; round < rounds; ++round)
    for (size_t i = 0; i < list.size(); ++i)
      characters.push_back(list[(i * (round % 3 + 1) + round) % list.size()]);
  return characters;
}

void check_cutting(const std::vector<std::string>& characters, size_t limit) {
  const auto text = joined(characters);
  std::string together;
  for (const auto piece : pieces_of(text, limit)) {
    CHECK(piece.size() <= limit);
    CHECK(is_utf8(piece));
    CHECK(cut_is_fair(characters, together.size(), limit));
    together += piece;
  }
  CHECK(together == text);
}

}  // namespace

TEST_CASE("every code point but a surrogate is UTF-8") {
  for (uint32_t c = 0; c <= kLastCodePoint; ++c)
    if (is_utf8(utf8(c)) == is_surrogate(c)) FAIL("U+" << c);
}

TEST_CASE("numbers above U+10FFFF are no UTF-8") {
  for (uint32_t c = kLastCodePoint + 1; c < 0x200000; c += 0xff)
    if (is_utf8(utf8(c))) FAIL("U+" << c);
}

TEST_CASE("of the three-byte sequences only the 61,440 code points are UTF-8") {
  int good = 0;
  std::array<char, 3> bytes{};
  for (int i = 0; i < 1 << 20; ++i) {
    bytes = {static_cast<char>(0xe0 | (i >> 16)), static_cast<char>(i >> 8), static_cast<char>(i)};
    good += is_utf8({bytes.data(), bytes.size()}) ? 1 : 0;
  }
  // E0 to EF before any two bytes: U+0800 to U+FFFF without the surrogates.
  CHECK(good == 0x10000 - 0x800 - 0x800);
}

TEST_CASE("overlong forms are no UTF-8") {
  CHECK_FALSE(is_utf8("\xc0\xaf"));
  CHECK_FALSE(is_utf8("\xc1\xbf"));
  CHECK_FALSE(is_utf8("\xe0\x9f\xbf"));
  CHECK_FALSE(is_utf8("\xf0\x8f\xbf\xbf"));
}

TEST_CASE("a character without its last byte is no UTF-8") {
  for (const std::string whole : {"é", "室", "👍"}) {
    CHECK(is_utf8("a" + whole));
    for (size_t size = 1; size < whole.size(); ++size) {
      CHECK_FALSE(is_utf8(whole.substr(0, size)));
      CHECK_FALSE(is_utf8(whole.substr(0, size) + "a"));
      CHECK_FALSE(is_utf8("aaaaaaaaaaaaaaaa" + whole.substr(size)));
    }
  }
}

TEST_CASE("nothing and a NUL are UTF-8") {
  CHECK(is_utf8(""));
  CHECK(is_utf8(std::string_view("\0", 1)));
}

TEST_CASE("a control character is shown as its picture") {
  CHECK(visible("a\nb") == "a␊b");
  CHECK(visible("\x1b[31m") == "␛[31m");
  CHECK(visible(std::string_view("\0", 1)) == "␀");
  CHECK(visible("\x7f") == "␡");
  CHECK(visible("\u0085") == "\ufffd");
  CHECK(visible("\u202eabc\u2066") == "\ufffdabc\ufffd");
  CHECK(visible("a\u2028b") == "a\ufffdb");
}

TEST_CASE("nothing that turns the direction of a line gets through") {
  for (uint32_t c = 0x2028; c <= 0x206f; ++c) {
    const bool turns = c <= 0x202e || (c >= 0x2066 && c <= 0x2069);
    CHECK_MESSAGE(is_visible(utf8(c)) != turns, c);
  }
}

TEST_CASE("tabs and all harmless characters stay unchanged") {
  for (const std::string_view text :
       {"a\tb", "聊天室", "👩‍👩‍👧‍👦", "e\u0301", "a b"}) {
    CHECK(is_visible(text));
    CHECK(visible(text) == text);
  }
}

TEST_CASE("no code point survives that a terminal would obey") {
  for (uint32_t c = 0; c <= kLastCodePoint; ++c) {
    if (is_surrogate(c)) continue;
    const auto shown = visible(utf8(c));
    const auto control = [](char byte) {
      return (byte >= 0 && byte < 0x20 && byte != '\t') || byte == 0x7f;
    };
    if (std::any_of(shown.begin(), shown.end(), control)) FAIL("U+" << c);
    if (!is_utf8(shown) || !is_visible(shown)) FAIL("U+" << c);
    if (is_visible(utf8(c)) != (shown == utf8(c))) FAIL("U+" << c);
  }
}

TEST_CASE("bytes that are no UTF-8 become visible too") {
  CHECK(visible("a\xff") == "a\ufffd");
  CHECK_FALSE(is_visible("\xe5\xae"));
  CHECK(is_utf8(visible("\xe5\xae\n\xf0\x9f")));
}

TEST_CASE("a text within the limit is one piece") {
  std::string_view rest = "聊天";
  CHECK(next_piece(rest, 6) == "聊天");
  CHECK(rest.empty());
}

TEST_CASE("the piece is as long as the characters allow") {
  std::string_view rest = "聊天室";
  CHECK(next_piece(rest, 8) == "聊天");
  CHECK(rest == "室");
}

TEST_CASE("pieces together are the text, and no character is cut that fits into one") {
  for (const auto& list : character_lists()) {
    const auto characters = shuffled(list, 12);
    for (size_t limit = 4; limit < 80; ++limit) check_cutting(characters, limit);
    check_cutting(characters, 1023);
    check_cutting(characters, 1024);
  }
}

TEST_CASE("a family larger than the limit is cut between code points") {
  const std::string family = "👩‍👩‍👧‍👦";
  const auto pieces = pieces_of(family, 8);
  CHECK(pieces.size() > 1);
  for (const auto piece : pieces) CHECK(is_utf8(piece));
}

TEST_CASE("bytes that are no UTF-8 are cut all the same") {
  for (const auto& text :
       {repeated("\x80", 100), repeated("\xf0\x9f", 60), "a" + repeated("\xff", 90)}) {
    std::string together;
    for (const auto piece : pieces_of(text, 16)) together += piece;
    CHECK(together == text);
  }
}

TEST_CASE("a shortened text ends with an ellipsis and is within the limit") {
  CHECK(shortened("short", 5) == "short");
  CHECK(shortened("too long", 7) == "too …");
  CHECK(shortened("聊天室聊天室", 10) == "聊天…");
  const auto flags = shortened(repeated("🇩🇪", 20), 120);
  CHECK(flags == repeated("🇩🇪", 14) + "…");
}

TEST_CASE("a text as long as the limit is not shortened") {
  CHECK(shortened(repeated("室", 40), 120) == repeated("室", 40));
}
