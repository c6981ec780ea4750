// Finds disguised words: with look-alike letters, invisible characters and marks, digits and
// symbols for letters, repeated letters, and gaps between letters. Longer innocent words cover the
// words inside them: the leftmost word wins, and of those the longest. Linear time in the text,
// except for the candidates. Pure.
//
//     gap between ideographs   blanks, symbols, up to four letters of another script; one that
//                              ends a clause only when every two of them have one
//     gap inside a word        symbols: "s.h-i_t"
//     "f**k" in a word list    matches at least two of "*#•…" there, and no other gap
//     "f.u" in a word list     matches a point there, and no further initial on either side
//     blanks inside a word     only between single letters: "s h i t"; "push it" does not match
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "match/matcher.h"
#include "match/tracks.h"

namespace moonroom::match {

struct LookOptions {
  /// Whole: only at word boundaries, in scripts that separate words. Opening: only where no letter
  /// precedes.
  enum class Place : uint8_t { anywhere, whole, opening } place = Place::anywhere;
  /// Suffixes that belong to a match of any word: "s", "ing".
  std::vector<std::string> endings;
  /// Innocent words.
  std::vector<std::string> except;
};

class LookMatcher {
 public:
  /// Fails as Matcher::build does; each word counts once per ending.
  static Result<LookMatcher> build(std::span<const std::string> words, const LookOptions& options);
  /// The size of the words for `build`, in bytes.
  static size_t bytes_of(std::span<const std::string> words, const LookOptions& options);

  /// `tracks` is the result of `tracks_of` for the text.
  std::vector<Found> all(const std::vector<Track>& tracks) const;
  std::vector<Found> all(std::string_view text) const { return all(tracks_of(text)); }

 private:
  struct Word {
    Track track;
    bool is_innocent = false;
    bool has_i_and_l = false;
    bool has_points = false;
  };
  /// The words that begin at a position of a track, in units; 0 for none.
  struct Candidate {
    size_t bad = 0;
    size_t innocent = 0;
    bool is_split = false;
  };

  LookMatcher(std::vector<Word> words, LookOptions::Place place);
  void look_through(const Track& track, std::vector<Found>& found) const;
  Candidate candidate_at(const Track& track, size_t first, Automaton::State state) const;
  void consider(const Track& track, size_t first, size_t length, Candidate& candidate) const;
  bool fits(const Word& word, const Track& track, size_t first) const;
  bool is_in_place(const Track& track, size_t first, size_t length) const;

  std::vector<Word> words_;
  // The words' letters with their places in `words_`, sorted.
  std::vector<std::pair<std::u32string, size_t>> by_letters_;
  Automaton automaton_;
  LookOptions::Place place_;
};

}  // namespace moonroom::match
