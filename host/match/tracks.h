// The readings of a text: rows of letters in which words are looked for. A digit may stand for a
// letter or separate two; letters of other scripts may separate ideographs. Each reading is a
// track. The letters i and l show alike in many fonts and are one letter of a track, with its
// strokes kept aside. Pure.
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
  /// Of the symbols, those that a writer puts in the place of a letter: "*", "#".
  uint32_t masks = 0;
  /// And those between initials: ".".
  uint32_t points = 0;
  uint32_t blanks = 0;
  /// Letters of another script.
  uint32_t letters = 0;
  bool ends_clause = false;
  bool is_apostrophe = false;

  bool none() const { return symbols == 0 && blanks == 0 && letters == 0; }
};

/// What the glyphs of a unit of i and l show, two bits each, the first lowest; the others show 0.
/// Bit 0 for i, bit 1 for l, both for a digit or symbol that may be either.
using Strokes = uint32_t;
constexpr Strokes kStrokeI = 1;
constexpr Strokes kStrokeL = 2;

/// A letter, and the same one again behind it.
struct Unit {
  char32_t letter = 0;
  uint32_t count = 1;
  /// Of its first 16 glyphs.
  Strokes strokes = 0;
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

/// Both letters stand in the word, so that a text must show each of them in its place.
bool has_i_and_l(const Track& word);
/// Each glyph of the word shows in the text, once or more.
bool shows(Strokes text, Strokes word);

/// The tracks of the text that was read last: several matchers look through the same line.
class Readings {
 public:
  /// Valid until the next call.
  const std::vector<Track>& of(std::string_view text);

 private:
  std::string text_;
  std::vector<Track> tracks_;
};

}  // namespace moonroom::match
