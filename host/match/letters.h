// Text as a reader compares it: one letter after another, capitals and full-width forms folded,
// each with its place in the bytes. Pure.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace moonroom::match {

struct Letter {
  char32_t folded = 0;
  /// Where it begins in the bytes.
  uint32_t begin = 0;
};

/// The letters of `text`, which is valid UTF-8 of less than 4 GiB. Bytes that are not stand for
/// themselves.
std::vector<Letter> letters_of(std::string_view text);

/// One letter in the form in which it is compared.
char32_t folded(char32_t letter);

/// Belongs to a script whose words stand apart: a word that is looked for as a whole must not have
/// such a letter on both sides of its edge. Chinese, Japanese, Korean and Thai words have no edges.
bool is_of_a_word(char32_t letter);

}  // namespace moonroom::match
