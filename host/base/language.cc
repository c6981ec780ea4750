#include "base/language.h"

#include <algorithm>
#include <cstdlib>
#include <unordered_map>
#include <vector>

#include "base/chinese.h"

namespace moonroom {
namespace {

Language spoken = Language::english;

// An error in a test has a file, a hook and a line before its sentence.
constexpr int kMaxDepth = 8;

struct Pieces {
  /// The texts between the placeholders of a format.
  std::vector<std::string_view> fixed;
  /// The index of the value in each placeholder.
  std::vector<size_t> values;
};

Pieces pieces_of(std::string_view format) {
  Pieces pieces;
  size_t from = 0;
  for (size_t open = format.find('{'); open != std::string_view::npos;
       open = format.find('{', from)) {
    const auto close = std::min(format.find('}', open), format.size() - 1);
    pieces.fixed.push_back(format.substr(from, open - from));
    const bool numbered = close > open + 1 && format[open + 1] >= '0' && format[open + 1] <= '9';
    pieces.values.push_back(numbered ? static_cast<size_t>(format[open + 1] - '0')
                                     : pieces.values.size());
    from = close + 1;
  }
  pieces.fixed.push_back(format.substr(from));
  return pieces;
}

// The shortest values with which `format` gives `sentence`; nullopt when it does not match.
std::optional<std::vector<std::string_view>> values_in(std::string_view sentence,
                                                       const Pieces& format) {
  if (!sentence.starts_with(format.fixed.front())) return std::nullopt;
  size_t at = format.fixed.front().size();
  std::vector<std::string_view> values(format.values.size());
  for (size_t gap = 0; gap < format.values.size(); ++gap) {
    const auto behind = format.fixed[gap + 1];
    const bool last = gap + 1 == format.values.size();
    const bool fits = last ? sentence.size() >= at + behind.size() && sentence.ends_with(behind)
                           : !behind.empty();
    const size_t end = last ? sentence.size() - behind.size() : sentence.find(behind, at);
    if (!fits || end == std::string_view::npos || format.values[gap] >= values.size())
      return std::nullopt;
    values[format.values[gap]] = sentence.substr(at, end - at);
    at = end + behind.size();
  }
  if (format.values.empty() && at != sentence.size()) return std::nullopt;
  return values;
}

// A format that begins with a placeholder, or is very short, would match everything.
bool is_pattern(std::string_view english) {
  const auto gap = english.find('{');
  return gap != std::string_view::npos && english.size() >= 10;
}

struct Pattern {
  Pieces english;
  Pieces chinese;
};

// Longer ones first, so that the most specific wins.
const std::vector<Pattern>& patterns() {
  static const auto all = [] {
    std::vector<Translation> rows(chinese_texts().begin(), chinese_texts().end());
    std::erase_if(rows, [](const Translation& row) { return !is_pattern(row.english); });
    std::stable_sort(rows.begin(), rows.end(), [](const Translation& a, const Translation& b) {
      return a.english.size() > b.english.size();
    });
    std::vector<Pattern> made;
    made.reserve(rows.size());
    for (const auto& row : rows) made.push_back({pieces_of(row.english), pieces_of(row.chinese)});
    return made;
  }();
  return all;
}

// A value of one word is a name and not translated, except for these.
bool may_be_text(std::string_view value) {
  constexpr std::string_view kWords[] = {"behind", "read", "written", "moved"};
  return value.find(' ') != std::string_view::npos ||
         std::find(std::begin(kWords), std::end(kWords), value) != std::end(kWords);
}

// True for "FILE:LINE: …" before a format: the place is not part of the sentence.
bool begins_with_place(std::string_view value, const Pieces& format) {
  const auto colon = value.find(": ");
  return format.fixed.front().empty() && colon != std::string_view::npos &&
         value.substr(0, colon).find(' ') == std::string_view::npos;
}

std::string translated(std::string_view sentence, int depth) {
  if (depth > 0 && !may_be_text(sentence)) return std::string(sentence);
  if (const auto whole = chinese_for(sentence)) return std::string(*whole);
  if (depth == kMaxDepth) return std::string(sentence);
  for (const auto& [english, chinese] : patterns()) {
    const auto values = values_in(sentence, english);
    if (!values || begins_with_place(values->front(), english)) continue;
    std::string out(chinese.fixed.front());
    for (size_t gap = 0; gap < chinese.values.size(); ++gap) {
      const auto value = chinese.values[gap];
      if (value < values->size()) out += translated((*values)[value], depth + 1);
      out += chinese.fixed[gap + 1];
    }
    return out;
  }
  // "--listen: …", "FILE:LINE: …": the part before the colon is a name.
  const auto colon = sentence.find(": ");
  if (colon == std::string_view::npos) return std::string(sentence);
  return std::string(sentence.substr(0, colon + 2)) +
         translated(sentence.substr(colon + 2), depth + 1);
}

}  // namespace

Language language_of(std::string_view locale) {
  return locale.starts_with("zh") ? Language::chinese : Language::english;
}

std::optional<Language> language_named(std::string_view name) {
  if (name == "en") return Language::english;
  if (name == "zh") return Language::chinese;
  return std::nullopt;
}

std::string_view name_of(Language language) {
  return language == Language::chinese ? "zh" : "en";
}

Language language_wanted(int argc, const char* const* argv) {
  constexpr std::string_view kOption = "--language";
  for (int i = 1; i < argc; ++i) {
    std::string_view word = argv[i];
    if (word == kOption && i + 1 < argc)
      word = argv[i + 1];
    else if (word.starts_with(kOption) && word.substr(kOption.size()).starts_with('='))
      word.remove_prefix(kOption.size() + 1);
    else
      continue;
    if (const auto language = language_named(word)) return *language;
  }
  for (const char* variable : {"LC_ALL", "LC_MESSAGES", "LANG"})
    if (const char* value = std::getenv(variable); value && *value != '\0')
      return language_of(value);
  return Language::english;
}

Language current_language() {
  return spoken;
}

void speak(Language language) {
  spoken = language;
}

std::optional<std::string_view> chinese_for(std::string_view english) {
  static const auto texts = [] {
    std::unordered_map<std::string_view, std::string_view> map;
    for (const auto& row : chinese_texts()) map.emplace(row.english, row.chinese);
    return map;
  }();
  const auto found = texts.find(english);
  return found == texts.end() ? std::nullopt : std::optional(found->second);
}

std::string_view tr(std::string_view english) {
  return spoken == Language::english ? english : chinese_for(english).value_or(english);
}

std::string first_line_anew(std::string_view text) {
  const auto end = std::min(text.find('\n'), text.size());
  return said_anew(text.substr(0, end)).append(text.substr(end));
}

std::string said_anew(std::string_view sentence) {
  if (spoken == Language::english) return std::string(sentence);
  return translated(sentence, 0);
}

}  // namespace moonroom
