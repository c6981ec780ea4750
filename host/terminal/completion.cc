#include "terminal/completion.h"

#include <algorithm>

#include "text/utf8.h"

namespace moonroom::terminal {
namespace {

// `phrase` up to the end of the word in which `typed` ends, with the blank after that word.
std::string_view next_word_end(std::string_view phrase, size_t typed) {
  const size_t blank = phrase.find(' ', typed);
  return blank == std::string_view::npos ? phrase : phrase.substr(0, blank + 1);
}

std::vector<std::string> matching(std::string_view typed,
                                  std::span<const std::string> host_messages) {
  std::vector<std::string> found;
  for (const std::string_view phrase : host_messages)
    if (phrase.starts_with(typed) && phrase.size() > typed.size())
      found.emplace_back(next_word_end(phrase, typed.size()));
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

std::string_view common_beginning(std::string_view a, std::string_view b) {
  const auto end = std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first;
  return text::utf8_prefix(a, static_cast<size_t>(end - a.begin()));
}

}  // namespace

Completion complete(std::string_view typed, std::span<const std::string> host_messages) {
  Completion result;
  auto found = matching(typed, host_messages);
  if (found.empty()) return result;
  // The list is sorted: a beginning that the first and the last share is shared by all.
  const std::string certain(common_beginning(found.front(), found.back()));
  // `certain` is shorter than `typed` when `typed` ends within a character.
  if (certain.size() > typed.size()) result.insertion = certain.substr(typed.size());
  if (found.size() == 1 && !certain.ends_with(' ')) result.insertion += ' ';
  if (result.insertion.empty()) result.choices = std::move(found);
  return result;
}

}  // namespace moonroom::terminal
