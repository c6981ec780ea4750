// Looks for many words at once, capital letters or not, in time linear in the text. Pure.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "match/automaton.h"
#include "match/letters.h"

namespace moonroom::match {

/// Bytes of the text, from `begin` to before `end`.
struct Found {
  size_t begin = 0;
  size_t end = 0;
};

/// What words are looked for may hold, together.
constexpr size_t kMaxWords = 10'000;
constexpr size_t kMaxWordBytes = 256u << 10;
/// What the automaton takes for each of them, at most.
constexpr size_t kBytesPerWordByte = 32;

/// The same where the words are looked for as a reader sees them.
constexpr size_t kBytesPerLookByte = 128;

size_t bytes_of(std::span<const std::string> words);

/// Why these words cannot be looked for, or nothing.
std::string problem_with(std::span<const std::string> words);

class Matcher {
 public:
  /// `whole`: a word counts only where it does not go on, in scripts whose words stand apart. Fails
  /// for an empty word, one that is not UTF-8, and for more than the bounds above.
  static Result<Matcher> build(std::span<const std::string> words, bool whole);

  /// From left to right the longest word that begins furthest left, then the next behind it.
  std::vector<Found> all(std::string_view text) const;

 private:
  Matcher(Automaton automaton, bool whole) : automaton_(std::move(automaton)), whole_(whole) {}
  size_t length_at(const std::vector<Letter>& letters, size_t first, Automaton::State state) const;
  bool stands_alone(const std::vector<Letter>& letters, size_t first, size_t length) const;

  Automaton automaton_;
  bool whole_;
};

}  // namespace moonroom::match
