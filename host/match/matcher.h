// Finds many words at once, ignoring case, in linear time in the text. Pure.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "match/automaton.h"
#include "match/letters.h"

namespace moonroom::match {

/// A range of bytes of the text, `end` excluded.
struct Found {
  size_t begin = 0;
  size_t end = 0;
};

/// The limits on the number of words and on their size together.
constexpr size_t kMaxWords = 10'000;
constexpr size_t kMaxWordBytes = 256u << 10;
/// The automaton's memory for each byte of a word, at most.
constexpr size_t kBytesPerWordByte = 32;

/// The same for LookMatcher.
constexpr size_t kBytesPerLookByte = 128;

size_t bytes_of(std::span<const std::string> words);

/// The reason why the words are invalid, or empty.
std::string problem_with(std::span<const std::string> words);

class Matcher {
 public:
  /// `whole`: matches only at word boundaries, in scripts that separate words. Fails for an empty
  /// word, one that is not UTF-8, and for more than the limits above.
  static Result<Matcher> build(std::span<const std::string> words, bool whole);

  /// All matches from left to right: the leftmost word, and of those the longest; then the next
  /// behind it.
  std::vector<Found> all(std::string_view text) const;

 private:
  Matcher(Automaton automaton, bool whole) : automaton_(std::move(automaton)), whole_(whole) {}
  size_t length_at(const std::vector<Letter>& letters, size_t first, Automaton::State state) const;
  bool stands_alone(const std::vector<Letter>& letters, size_t first, size_t length) const;

  Automaton automaton_;
  bool whole_;
};

}  // namespace moonroom::match
