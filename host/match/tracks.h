// The readings of a text: rows of letters in which words are looked for. A digit may stand for a
// letter or separate two; letters of other scripts may separate ideographs. Each reading is a
// track. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "match/glyphs.h"

namespace moonroom::match {

/// What a track passes over between two of its letters.
struct Gap {
  uint32_t symbols = 0;
  uint32_t blanks = 0;
  /// Letters of another script.
  uint32_t letters = 0;
  bool ends_clause = false;
  bool is_apostrophe = false;

  bool none() const { return symbols == 0 && blanks == 0 && letters == 0; }
};

/// A letter, and the same one again behind it.
struct Unit {
  char32_t letter = 0;
  uint32_t count = 1;
  uint32_t begin = 0;
  uint32_t end = 0;
  /// Before it.
  Gap gap;
  /// A letter, not a digit or symbol that stands for one.
  bool is_real = true;
  bool is_ideograph = false;
  /// Neither neighbour is adjacent.
  bool is_alone = false;
};

using Track = std::vector<Unit>;

/// All readings of the text that may differ, at least one.
std::vector<Track> tracks_of(std::string_view text);
/// The one reading of a word that is looked for: its digits and symbols stand for letters.
Track track_of_word(std::string_view word);

std::u32string letters_in(const Track& track);

}  // namespace moonroom::match
