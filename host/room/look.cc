#include "room/look.h"

#include <algorithm>
#include <vector>

#include "room/code_points.h"
#include "room/name_data.h"

namespace moonroom::room {
namespace {

// 々 and its kana equivalents repeat the character before them.
bool is_iteration_mark(char32_t point) {
  return point == U'々' || point == U'〻' || point == U'ゝ' || point == U'ヽ';
}

std::string look(std::string_view text, LookOf (*look_of)(char32_t)) {
  std::string seen;
  size_t latest = 0;
  for (const char32_t point : code_points(decomposed(text))) {
    const auto begin = seen.size();
    const auto look = look_of(point);
    if (is_iteration_mark(point) && begin > latest)
      seen += seen.substr(latest, begin - latest);
    else if (look.is_itself)
      append(seen, point);
    else
      seen += look.text;
    if (seen.size() > begin) latest = begin;
  }
  return seen;
}

bool is_letter(char32_t point) {
  const auto kind = property_of(point).kind;
  return kind == Kind::letter || kind == Kind::sign || kind == Kind::mark;
}

// Splits at characters that are no letters, and folds i to l: a reader who searches for a word does
// not see the difference.
std::vector<std::string> words_in(std::string_view key) {
  std::vector<std::string> words(1);
  for (const char32_t point : code_points(key)) {
    if (is_letter(point))
      append(words.back(), point == U'i' ? U'l' : point);
    else if (!words.back().empty())
      words.emplace_back();
  }
  return words;
}

std::string joined(const std::vector<std::string>& words) {
  std::string all;
  for (const auto& word : words) all += word;
  return all;
}

// Digits separate words, so "server2" contains "server". They can also stand for letters, as in
// "s3rver" and "moonr00m".
std::string without_digits(std::string_view text) {
  std::string kept;
  for (const char32_t point : code_points(text)) append(kept, is_digit(point) ? U'-' : point);
  return kept;
}

bool has_word(std::string_view key, const std::string& wanted) {
  const auto words = words_in(key);
  return joined(words) == wanted || std::find(words.begin(), words.end(), wanted) != words.end();
}

}  // namespace

std::string skeleton(std::string_view text) {
  return look(text, folded_look);
}

std::string shown_skeleton(std::string_view text) {
  return look(text, shown_look);
}

bool looks_alike(std::string_view one, std::string_view other) {
  const auto one_folded = skeleton(one);
  const auto other_folded = skeleton(other);
  if (one_folded == other_folded) return true;
  const auto one_shown = shown_skeleton(one);
  const auto other_shown = shown_skeleton(other);
  return one_shown == other_shown || one_shown == other_folded || one_folded == other_shown;
}

bool shows(std::string_view text, std::string_view part) {
  const auto wanted = joined(words_in(skeleton(part)));
  if (wanted.empty()) return false;
  return joined(words_in(skeleton(text))).find(wanted) != std::string::npos ||
         joined(words_in(shown_skeleton(text))).find(wanted) != std::string::npos;
}

bool shows_same(std::string_view one, std::string_view other) {
  const auto letters = joined(words_in(skeleton(other)));
  return joined(words_in(skeleton(one))) == letters ||
         joined(words_in(shown_skeleton(one))) == letters;
}

bool shows_word(std::string_view text, std::string_view word) {
  const auto wanted = joined(words_in(skeleton(word)));
  if (wanted.empty()) return false;
  const auto bare = without_digits(text);
  for (const auto& key :
       {skeleton(text), shown_skeleton(text), skeleton(bare), shown_skeleton(bare)})
    if (has_word(key, wanted)) return true;
  return false;
}

}  // namespace moonroom::room
