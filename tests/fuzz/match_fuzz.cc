// Any words in any text: the automaton finds the same as a search for each word at each place. The
// input begins with the words, each after its length as one byte, up to a zero; the rest is the
// text.
#include "fuzz.h"
#include "match/matcher.h"
#include "text/text.h"

namespace {

using namespace moonroom;
using match::Letter;

bool begins_with(const std::vector<Letter>& text, size_t at, const std::vector<Letter>& word) {
  if (text.size() - at < word.size()) return false;
  for (size_t i = 0; i < word.size(); ++i)
    if (text[at + i].folded != word[i].folded) return false;
  return true;
}

bool stands_alone(const std::vector<Letter>& text, size_t at, size_t length) {
  const auto joined = [&](size_t left) {
    return match::is_of_a_word(text[left].folded) && match::is_of_a_word(text[left + 1].folded);
  };
  if (at > 0 && joined(at - 1)) return false;
  return at + length >= text.size() || !joined(at + length - 1);
}

std::vector<std::pair<size_t, size_t>> look_everywhere(const std::vector<std::string>& words,
                                                       std::string_view text, bool whole) {
  const auto letters = match::letters_of(text);
  std::vector<std::pair<size_t, size_t>> found;
  for (size_t at = 0; at < letters.size();) {
    size_t longest = 0;
    for (const auto& word : words) {
      const auto wanted = match::letters_of(word);
      if (wanted.size() > longest && begins_with(letters, at, wanted) &&
          (!whole || stands_alone(letters, at, wanted.size())))
        longest = wanted.size();
    }
    const auto end = at + longest < letters.size() ? letters[at + longest].begin : text.size();
    if (longest > 0) found.emplace_back(letters[at].begin, end);
    at += longest > 0 ? longest : 1;
  }
  return found;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  auto rest = fuzz::text_of(data, size);
  std::vector<std::string> words;
  while (!rest.empty() && rest.front() != 0 && words.size() < 32) {
    const size_t length = static_cast<unsigned char>(rest.front());
    words.emplace_back(rest.substr(1, length));
    if (!text::is_utf8(words.back()) || words.back().empty()) words.pop_back();
    rest.remove_prefix(std::min(rest.size(), length + 1));
  }
  for (const bool whole : {false, true}) {
    const auto matcher = match::Matcher::build(words, whole);
    fuzz::require(matcher.has_value());
    std::vector<std::pair<size_t, size_t>> found;
    for (const auto& it : matcher->all(rest)) found.emplace_back(it.begin, it.end);
    fuzz::require(found == look_everywhere(words, rest, whole));
  }
  return 0;
}
