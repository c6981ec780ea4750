// The automaton of Aho and Corasick ("Efficient string matching", 1975), built from reversed words
// and run over a text from its end: each state lists all words that begin at the current letter,
// the longest first. Linear time in the text. The user defines the letters. Pure.
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

  /// The words in reading order; no word can be empty.
  explicit Automaton(std::span<const std::u32string> words);

  /// The state after the next letter to the left.
  State step(State state, char32_t letter) const;
  /// The length of the longest word that begins here; 0 for none.
  size_t longest(State state) const { return nodes_[state].longest; }
  /// The state with the next shorter word; kStart when there is none.
  State shorter(State state) const { return nodes_[state].shorter; }

 private:
  struct Node {
    /// The longest other state that is a suffix of this one, for letters without an edge.
    State fallback = kStart;
    uint32_t longest = 0;
    State shorter = kStart;
    /// Its edges are from here up to the first edge of the next node.
    uint32_t first_edge = 0;
  };
  struct Edge {
    char32_t letter = 0;
    State to = kStart;
  };
  /// An edge and its origin, in reading order of the words.
  struct Growth {
    State from = kStart;
    Edge edge;
  };

  std::vector<Growth> grow(std::span<const std::u32string> backwards);
  void lay_out(std::span<const Growth> growths);
  void link();
  State child(State state, char32_t letter) const;

  // The first is the root; a sentinel follows the last, for its `first_edge`.
  std::vector<Node> nodes_;
  // By node, then by letter.
  std::vector<Edge> edges_;
  // A fast path for most text: the root's edges for ASCII letters, 0 for none.
  std::array<State, 128> from_root_{};
};

}  // namespace moonroom::match
