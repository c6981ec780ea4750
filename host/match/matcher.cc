#include "match/matcher.h"

#include <fmt/format.h>

#include <utility>

#include "text/text.h"

namespace moonroom::match {

size_t bytes_of(std::span<const std::string> words) {
  size_t bytes = 0;
  for (const auto& word : words) bytes += word.size();
  return bytes;
}

std::string problem_with(std::span<const std::string> words) {
  if (words.size() > kMaxWords) return fmt::format("more than {} words", kMaxWords);
  for (const auto& word : words) {
    if (word.empty()) return "an empty word is found everywhere";
    if (!text::is_utf8(word)) return "a word is not valid UTF-8";
  }
  return bytes_of(words) > kMaxWordBytes ? fmt::format("more than {} bytes of words", kMaxWordBytes)
                                         : std::string();
}

Result<Matcher> Matcher::build(std::span<const std::string> words, bool whole) {
  if (auto wrong = problem_with(words); !wrong.empty()) return problem(std::move(wrong));
  std::vector<std::u32string> folded_words;
  folded_words.reserve(words.size());
  for (const auto& word : words) {
    auto& letters = folded_words.emplace_back();
    for (const auto& letter : letters_of(word)) letters += letter.folded;
  }
  return Matcher(Automaton(folded_words), whole);
}

// The state at `first` lists all words that begin there.
size_t Matcher::length_at(const std::vector<Letter>& letters, size_t first,
                          Automaton::State state) const {
  for (; state != Automaton::kStart && automaton_.longest(state) != 0;
       state = automaton_.shorter(state)) {
    const size_t length = automaton_.longest(state);
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
  auto state = Automaton::kStart;
  for (size_t i = letters.size(); i-- > 0;) {
    state = automaton_.step(state, letters[i].folded);
    if (automaton_.longest(state) == 0) continue;
    if (const auto length = length_at(letters, i, state)) places.emplace_back(i, length);
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
