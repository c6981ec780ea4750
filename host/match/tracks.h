// The readings of a text: sequences of letters to search for words. A digit can stand for a letter
// or separate two; letters of other scripts can separate ideographs. Each reading is a track. The
// letters i and l look alike in many fonts and are one letter of a track, with their strokes kept
// separately. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "match/glyphs.h"

namespace moonroom::match {

/// The characters that a track skips between two of its letters.
struct Gap {
  uint32_t symbols = 0;
  /// Symbols that can replace a letter: "*", "#".
  uint32_t masks = 0;
  /// Symbols between initials: ".".
  uint32_t points = 0;
  uint32_t blanks = 0;
  /// Letters of another script.
  uint32_t letters = 0;
  bool ends_clause = false;
  bool is_apostrophe = false;

  bool none() const { return symbols == 0 && blanks == 0 && letters == 0; }
};

/// The strokes of a unit's i and l glyphs, two bits each, the first lowest; 0 for other glyphs. Bit
/// 0 for i, bit 1 for l, both for a digit or symbol that can be either.
using Strokes = uint32_t;
constexpr Strokes kStrokeI = 1;
constexpr Strokes kStrokeL = 2;

/// A letter with its repetitions.
struct Unit {
  char32_t letter = 0;
  uint32_t count = 1;
  /// The strokes of its first 16 glyphs.
  Strokes strokes = 0;
  uint32_t begin = 0;
  uint32_t end = 0;
  /// The gap before it.
  Gap gap;
  /// A letter, not a digit or symbol that stands for one.
  bool is_real = true;
  bool is_ideograph = false;
  /// Neither neighbour is adjacent.
  bool is_alone = false;
};

using Track = std::vector<Unit>;

/// All distinct readings of the text, at least one.
std::vector<Track> tracks_of(std::string_view text);
/// The single reading of a listed word: its digits and symbols stand for letters.
Track track_of_word(std::string_view word);

std::u32string letters_in(const Track& track);

/// The word has both letters, so a text must show each of them at its position.
bool has_i_and_l(const Track& word);
/// Each glyph of the word shows in the text, once or more.
bool shows(Strokes text, Strokes word);

/// Caches the tracks of the latest text, because several matchers search the same line.
class Readings {
 public:
  /// Valid until the next call.
  const std::vector<Track>& of(std::string_view text);

 private:
  std::string text_;
  std::vector<Track> tracks_;
};

}  // namespace moonroom::match
