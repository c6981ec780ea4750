// The automaton of Aho and Corasick ("Efficient string matching", 1975), built of words backwards
// and run over a text backwards: after each letter it knows all words that begin there, the longest
// first. Time is linear in the text. What a letter is, its user decides. Pure.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace moonroom::match {

class Automaton {
 public:
  using State = uint32_t;
  static constexpr State kStart = 0;

  /// The words as they are read; no word may be empty.
  explicit Automaton(std::span<const std::u32string> words);

  /// The state after the letter on the left of what led to `state`.
  State step(State state, char32_t letter) const;
  /// How many letters the longest word has that begins here; 0 for none.
  size_t longest(State state) const { return nodes_[state].longest; }
  /// The state to ask for the next shorter word, kStart when there is none.
  State shorter(State state) const { return nodes_[state].shorter; }

 private:
  struct Node {
    /// The longest other state that this one ends with: where to go on when no edge fits.
    State fallback = kStart;
    uint32_t longest = 0;
    State shorter = kStart;
    /// Its edges go from here to the first of the next node.
    uint32_t first_edge = 0;
  };
  struct Edge {
    char32_t letter = 0;
    State to = kStart;
  };
  /// An edge and where it comes from, as the words are read.
  struct Growth {
    State from = kStart;
    Edge edge;
  };

  std::vector<Growth> grow(std::span<const std::u32string> backwards);
  void lay_out(std::span<const Growth> growths);
  void link();
  State child(State state, char32_t letter) const;

  // The first is the root; one more stands behind the last, for its `first_edge`.
  std::vector<Node> nodes_;
  // By node, then by letter.
  std::vector<Edge> edges_;
  // Where most text stays: the root's edges whose letter is ASCII, 0 for none.
  std::array<State, 128> from_root_{};
};

}  // namespace moonroom::match
