// A text as a reader sees it: UTS 39 skeletons of letters (room/look.h), without invisible
// characters and marks, and the letter that a digit or a symbol can stand for. Each glyph keeps its
// position in the bytes. Pure; the text must be valid UTF-8 of less than 4 GiB.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace moonroom::match {

struct Glyph {
  enum class Kind : uint8_t { letter, ideograph, symbol, blank };

  Kind kind = Kind::symbol;
  /// Folded: case, width, marks, other scripts' letters, traditional characters. 0 if it is no
  /// letter.
  char32_t letter = 0;
  /// The letter that a digit or a symbol stands for between letters, or 0; kIOrL for "1", "!" and
  /// "|".
  char32_t read_as = 0;
  /// Its code point.
  char32_t shown = 0;
  uint32_t begin = 0;
  uint32_t end = 0;
};

constexpr char32_t kIOrL = U'1';

std::vector<Glyph> glyphs_of(std::string_view text);

/// The number of visible characters, blanks included.
size_t count_visible(std::string_view text);

}  // namespace moonroom::match
