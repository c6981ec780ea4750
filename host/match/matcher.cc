#include "match/matcher.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <utility>

#include "wire/text.h"

namespace moonroom::match {
namespace {

// In order.
std::vector<std::u32string> backwards(std::span<const std::string> words) {
  std::vector<std::u32string> reversed;
  reversed.reserve(words.size());
  for (const auto& word : words) {
    const auto letters = letters_of(word);
    auto& letters_back = reversed.emplace_back();
    for (auto it = letters.rbegin(); it != letters.rend(); ++it) letters_back += it->folded;
  }
  std::ranges::sort(reversed);
  return reversed;
}

}  // namespace

Result<Matcher> Matcher::build(std::span<const std::string> words, bool whole) {
  if (words.size() > kMaxWords) return problem(fmt::format("more than {} words", kMaxWords));
  size_t bytes = 0;
  for (const auto& word : words) {
    bytes += word.size();
    if (word.empty()) return problem("an empty word is found everywhere");
    if (!wire::is_utf8(word)) return problem("a word is not valid UTF-8");
  }
  if (bytes > kMaxBytes) return problem(fmt::format("more than {} bytes of words", kMaxBytes));
  Matcher matcher(whole);
  matcher.lay_out(matcher.grow(backwards(words)));
  matcher.link();
  return matcher;
}

// In their order each word goes on where it leaves the one before, so nothing is looked up.
std::vector<Matcher::Growth> Matcher::grow(std::span<const std::u32string> words) {
  size_t most = 0;
  for (const auto& word : words) most += word.size();
  nodes_.reserve(most + 2);
  std::vector<Growth> growths;
  growths.reserve(most);
  std::vector<uint32_t> path = {0};
  std::u32string_view before;
  for (const auto& word : words) {
    const auto fork = std::mismatch(word.begin(), word.end(), before.begin(), before.end()).first;
    path.resize(static_cast<size_t>(fork - word.begin()) + 1);
    for (auto letter = fork; letter != word.end(); ++letter) {
      const auto fresh = static_cast<uint32_t>(nodes_.size());
      growths.push_back({path.back(), {*letter, fresh}});
      path.push_back(fresh);
      nodes_.emplace_back();
    }
    nodes_[path.back()].longest = static_cast<uint32_t>(word.size());
    before = word;
  }
  return growths;
}

// A counting sort by node; of each node they have come in the order of their letters.
void Matcher::lay_out(std::span<const Growth> growths) {
  nodes_.emplace_back();
  edges_.resize(growths.size());
  for (const auto& [from, edge] : growths) ++nodes_[from + 1].first_edge;
  for (size_t i = 1; i < nodes_.size(); ++i) nodes_[i].first_edge += nodes_[i - 1].first_edge;
  std::vector<uint32_t> places(nodes_.size());
  std::ranges::transform(nodes_, places.begin(), &Node::first_edge);
  for (const auto& [from, edge] : growths) {
    edges_[places[from]++] = edge;
    if (from == 0 && edge.letter < from_root_.size()) from_root_[edge.letter] = edge.to;
  }
}

// Breadth first: a fallback is always nearer to the root than who falls back on it.
void Matcher::link() {
  std::deque<uint32_t> waiting = {0};
  while (!waiting.empty()) {
    const auto parent = waiting.front();
    waiting.pop_front();
    for (auto i = nodes_[parent].first_edge; i < nodes_[parent + 1].first_edge; ++i) {
      auto& node = nodes_[edges_[i].to];
      node.fallback = parent == 0 ? 0 : step(nodes_[parent].fallback, edges_[i].letter);
      const auto& behind = nodes_[node.fallback];
      const bool ends_word = node.longest != 0;
      node.shorter = !ends_word ? behind.shorter : behind.longest != 0 ? node.fallback : 0;
      if (!ends_word) node.longest = behind.longest;
      waiting.push_back(edges_[i].to);
    }
  }
}

uint32_t Matcher::child(uint32_t node, char32_t letter) const {
  if (node == 0 && letter < from_root_.size()) return from_root_[letter];
  const auto begin = edges_.begin() + nodes_[node].first_edge;
  const auto end = edges_.begin() + nodes_[node + 1].first_edge;
  const auto found = std::lower_bound(
      begin, end, letter, [](const Edge& edge, char32_t wanted) { return edge.letter < wanted; });
  return found != end && found->letter == letter ? found->to : 0;
}

uint32_t Matcher::step(uint32_t node, char32_t letter) const {
  while (true) {
    const auto next = child(node, letter);
    if (next != 0 || node == 0) return next;
    node = nodes_[node].fallback;
  }
}

// The state after reading down to `first` knows all words that begin there.
size_t Matcher::length_at(const std::vector<Letter>& letters, size_t first, uint32_t node) const {
  for (; node != 0 && nodes_[node].longest != 0; node = nodes_[node].shorter) {
    const size_t length = nodes_[node].longest;
    if (!whole_ || stands_alone(letters, first, length)) return length;
  }
  return 0;
}

bool Matcher::stands_alone(const std::vector<Letter>& letters, size_t first, size_t length) const {
  const auto joins = [&](size_t left) {
    return is_of_a_word(letters[left].folded) && is_of_a_word(letters[left + 1].folded);
  };
  const size_t last = first + length - 1;
  return !(first > 0 && joins(first - 1)) && !(last + 1 < letters.size() && joins(last));
}

std::vector<Found> Matcher::all(std::string_view text) const {
  const auto letters = letters_of(text);
  std::vector<std::pair<size_t, size_t>> places;  // Of letters: first and length.
  uint32_t node = 0;
  for (size_t i = letters.size(); i-- > 0;) {
    node = step(node, letters[i].folded);
    if (nodes_[node].longest == 0) continue;
    if (const auto length = length_at(letters, i, node)) places.emplace_back(i, length);
  }
  std::vector<Found> found;
  size_t free_from = 0;
  for (auto it = places.rbegin(); it != places.rend(); ++it) {
    if (it->first < free_from) continue;
    free_from = it->first + it->second;
    found.push_back({letters[it->first].begin,
                     free_from < letters.size() ? letters[free_from].begin : text.size()});
  }
  return found;
}

}  // namespace moonroom::match
