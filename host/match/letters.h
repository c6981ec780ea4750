// Text for comparison: letters with case and width folded, each with its position in the bytes.
// Pure.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace moonroom::match {

struct Letter {
  char32_t folded = 0;
  /// Its offset in the bytes.
  uint32_t begin = 0;
};

/// The letters of `text`, which must be shorter than 4 GiB. Invalid UTF-8 gives one letter for each
/// byte.
std::vector<Letter> letters_of(std::string_view text);

/// The folded form of one letter.
char32_t folded(char32_t letter);

/// True for scripts that separate words. A match of a whole word must not have such letters on both
/// sides of its boundary. Chinese, Japanese, Korean and Thai words have no boundaries.
bool is_of_a_word(char32_t letter);

}  // namespace moonroom::match
