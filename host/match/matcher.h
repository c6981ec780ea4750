// Looks for many words at once, capital letters or not, in time linear in the text: the automaton
// of Aho and Corasick ("Efficient string matching", 1975), built of the words backwards and run
// over the text backwards, so that it tells for each place the longest word that begins there.
// Pure.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "match/letters.h"

namespace moonroom::match {

/// Bytes of the text, from `begin` to before `end`.
struct Found {
  size_t begin = 0;
  size_t end = 0;
};

class Matcher {
 public:
  static constexpr size_t kMaxWords = 10'000;
  /// Of all words together.
  static constexpr size_t kMaxBytes = 256u << 10;
  /// What the automaton takes for each of them, at most.
  static constexpr size_t kBytesPerByte = 32;

  /// `whole`: a word counts only where it does not go on, in scripts whose words stand apart. Fails
  /// for an empty word, one that is not UTF-8, and for more than the bounds above.
  static Result<Matcher> build(std::span<const std::string> words, bool whole);

  /// From left to right the longest word that begins furthest left, then the next behind it.
  std::vector<Found> all(std::string_view text) const;

 private:
  /// What has been read so far, as far as it is the end of a word: a state of the automaton.
  struct Node {
    /// The longest other state that this one ends with: where to go on when no edge fits.
    uint32_t fallback = 0;
    /// The longest word that begins here, in letters; 0 for none.
    uint32_t longest = 0;
    /// The state to ask for the next shorter one, 0 for none.
    uint32_t shorter = 0;
    /// Its edges go from here to the first of the next node.
    uint32_t first_edge = 0;
  };
  struct Edge {
    char32_t letter = 0;
    uint32_t to = 0;
  };
  /// An edge and where it comes from, as the words are read.
  struct Growth {
    uint32_t from = 0;
    Edge edge;
  };

  explicit Matcher(bool whole) : whole_(whole), nodes_(1) { from_root_.fill(0); }
  std::vector<Growth> grow(std::span<const std::u32string> words);
  void lay_out(std::span<const Growth> growths);
  void link();
  uint32_t child(uint32_t node, char32_t letter) const;
  uint32_t step(uint32_t node, char32_t letter) const;
  size_t length_at(const std::vector<Letter>& letters, size_t first, uint32_t node) const;
  bool stands_alone(const std::vector<Letter>& letters, size_t first, size_t length) const;

  bool whole_;
  // The first is the root; one more stands behind the last, for its `first_edge`.
  std::vector<Node> nodes_;
  // By node, then by letter.
  std::vector<Edge> edges_;
  // Where most text stays: the root's edges whose letter is ASCII, 0 for none.
  std::array<uint32_t, 128> from_root_;
};

}  // namespace moonroom::match
