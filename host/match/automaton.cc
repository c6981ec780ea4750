#include "match/automaton.h"

#include <algorithm>
#include <deque>
#include <string_view>

namespace moonroom::match {

Automaton::Automaton(std::span<const std::u32string> words) : nodes_(1) {
  std::vector<std::u32string> backwards;
  backwards.reserve(words.size());
  for (const auto& word : words) backwards.emplace_back(word.rbegin(), word.rend());
  std::ranges::sort(backwards);
  lay_out(grow(backwards));
  link();
}

// In sorted order each word branches off the previous one, so no lookup is needed.
std::vector<Automaton::Growth> Automaton::grow(std::span<const std::u32string> backwards) {
  size_t most = 0;
  for (const auto& word : backwards) most += word.size();
  nodes_.reserve(most + 2);
  std::vector<Growth> growths;
  growths.reserve(most);
  std::vector<State> path = {kStart};
  std::u32string_view before;
  for (const auto& word : backwards) {
    const auto fork = std::mismatch(word.begin(), word.end(), before.begin(), before.end()).first;
    path.resize(static_cast<size_t>(fork - word.begin()) + 1);
    for (auto letter = fork; letter != word.end(); ++letter) {
      const auto fresh = static_cast<State>(nodes_.size());
      growths.push_back({path.back(), {*letter, fresh}});
      path.push_back(fresh);
      nodes_.emplace_back();
    }
    nodes_[path.back()].longest = static_cast<uint32_t>(word.size());
    before = word;
  }
  return growths;
}

// A counting sort by node; the edges of each node are in the order of their letters already.
void Automaton::lay_out(std::span<const Growth> growths) {
  nodes_.emplace_back();
  edges_.resize(growths.size());
  for (const auto& [from, edge] : growths) ++nodes_[from + 1].first_edge;
  for (size_t i = 1; i < nodes_.size(); ++i) nodes_[i].first_edge += nodes_[i - 1].first_edge;
  std::vector<uint32_t> places(nodes_.size());
  std::ranges::transform(nodes_, places.begin(), &Node::first_edge);
  for (const auto& [from, edge] : growths) {
    edges_[places[from]++] = edge;
    if (from == kStart && edge.letter < from_root_.size()) from_root_.at(edge.letter) = edge.to;
  }
}

// Breadth first, because a fallback is always nearer to the root than its state.
void Automaton::link() {
  std::deque<State> waiting = {kStart};
  while (!waiting.empty()) {
    const auto parent = waiting.front();
    waiting.pop_front();
    for (auto i = nodes_[parent].first_edge; i < nodes_[parent + 1].first_edge; ++i) {
      auto& node = nodes_[edges_[i].to];
      node.fallback = parent == kStart ? kStart : step(nodes_[parent].fallback, edges_[i].letter);
      const auto& behind = nodes_[node.fallback];
      const bool ends_word = node.longest != 0;
      node.shorter = !ends_word ? behind.shorter : behind.longest != 0 ? node.fallback : kStart;
      if (!ends_word) node.longest = behind.longest;
      waiting.push_back(edges_[i].to);
    }
  }
}

Automaton::State Automaton::child(State state, char32_t letter) const {
  if (state == kStart && letter < from_root_.size()) return from_root_.at(letter);
  const auto begin = edges_.begin() + nodes_[state].first_edge;
  const auto end = edges_.begin() + nodes_[state + 1].first_edge;
  const auto found = std::lower_bound(
      begin, end, letter, [](const Edge& edge, char32_t wanted) { return edge.letter < wanted; });
  return found != end && found->letter == letter ? found->to : kStart;
}

Automaton::State Automaton::step(State state, char32_t letter) const {
  while (true) {
    const auto next = child(state, letter);
    if (next != kStart || state == kStart) return next;
    state = nodes_[state].fallback;
  }
}

}  // namespace moonroom::match
