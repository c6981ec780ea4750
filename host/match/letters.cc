#include "match/letters.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>

namespace moonroom::match {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

// Thai and Lao, Burmese, Hangul, Khmer, then all from the CJK radicals to the last ideographs.
constexpr std::array<Range, 9> kWithoutBlanks = {{{0x0E00, 0x0EFF},
                                                  {0x1000, 0x109F},
                                                  {0x1100, 0x11FF},
                                                  {0x1780, 0x17FF},
                                                  {0x2E80, 0xA4CF},
                                                  {0xA960, 0xA97F},
                                                  {0xAC00, 0xD7FF},
                                                  {0xF900, 0xFAFF},
                                                  {0x20000, 0x3FFFF}}};

// Full-width ASCII from input methods: U+FF01 for U+0021 and so on.
constexpr Range kFullWidth = {0xFF01, 0xFF5E};
constexpr char32_t kFullWidthOffset = 0xFF01 - 0x21;

char32_t lower_ascii(char32_t letter) {
  return letter >= 'A' && letter <= 'Z' ? letter + ('a' - 'A') : letter;
}

}  // namespace

char32_t folded(char32_t letter) {
  if (letter < 0x80) return lower_ascii(letter);
  if (letter >= kFullWidth.first && letter <= kFullWidth.last)
    return lower_ascii(letter - kFullWidthOffset);
  return static_cast<char32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(letter)));
}

std::vector<Letter> letters_of(std::string_view text) {
  std::vector<Letter> letters;
  letters.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    utf8proc_int32_t letter = static_cast<unsigned char>(text[at]);
    utf8proc_ssize_t size = 1;
    if (letter >= 0x80)
      size = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()) + at,
                              static_cast<utf8proc_ssize_t>(text.size() - at), &letter);
    if (size < 1) {
      // Above all code points, so that no word contains it.
      letter = 0x110000 + static_cast<unsigned char>(text[at]);
      size = 1;
    }
    letters.push_back(
        {letter < 0x110000 ? folded(static_cast<char32_t>(letter)) : static_cast<char32_t>(letter),
         static_cast<uint32_t>(at)});
    at += static_cast<size_t>(size);
  }
  return letters;
}

bool is_of_a_word(char32_t letter) {
  if (letter < 0x80) return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
  if (letter > 0x10FFFF) return false;
  if (std::any_of(kWithoutBlanks.begin(), kWithoutBlanks.end(), [&](const Range& range) {
        return letter >= range.first && letter <= range.last;
      }))
    return false;
  const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(letter));
  return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO;
}

}  // namespace moonroom::match
