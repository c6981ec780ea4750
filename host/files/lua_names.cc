#include "files/lua_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "text/text.h"

namespace moonroom::files {
namespace {

constexpr std::string_view kEnding = ".lua";
constexpr std::string_view kTestEnding = "_test.lua";

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string lower(std::string_view text) {
  std::string small(text);
  std::transform(small.begin(), small.end(), small.begin(), [](char c) { return lower(c); });
  return small;
}

// Removes the second suffix that editors and systems with hidden suffixes append.
std::string_view without_second_ending(std::string_view name) {
  for (const std::string_view ending : {".txt", ".text", ".md"})
    if (lower(name).ends_with(ending)) return name.substr(0, name.size() - ending.size());
  const auto end = name.find_last_not_of(" .\t");
  return name.substr(0, end == std::string_view::npos ? 0 : end + 1);
}

bool is_showable(std::string_view text) {
  return text::is_visible(text) && text.find('\t') == std::string_view::npos;
}

// The size of the character that begins here; 1 where the UTF-8 is invalid.
size_t character_size(std::string_view text) {
  for (size_t size = 1; size <= std::min<size_t>(text.size(), 4); ++size)
    if (text::is_utf8(text.substr(0, size))) return size;
  return 1;
}

bool is_letter_or_digit(char c) {
  return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9');
}

bool holds_copy_word(const std::string& rest) {
  static constexpr std::array<std::string_view, 21> kWords = {
      "copy",  "kopie",  "copie",    "copia",  "cópia", "kopia", "копия",
      "копія", "副本",   "複本",     "拷贝",   "复制",  "複製",  "コピー",
      "사본",  "복사본", "conflict", "backup", "bak",   "orig",  "old"};
  return std::any_of(kWords.begin(), kWords.end(),
                     [&](std::string_view word) { return rest.find(word) != std::string::npos; });
}

// Whether the rest of a name marks a copy; `joint` is its character next to the original's name.
// "2" alone makes another name, " 2" and "(2)" a copy.
bool is_copy_mark(std::string_view rest, char joint) {
  if (is_letter_or_digit(joint)) return false;
  const bool numbers_alone = rest.find_first_not_of(" -.()[]~#0123456789") == std::string::npos;
  return numbers_alone || holds_copy_word(lower(rest));
}

bool is_copy(std::string_view stem, std::string_view original) {
  if (original.empty() || stem.size() <= original.size()) return false;
  if (stem.starts_with(original)) {
    const auto rest = stem.substr(original.size());
    if (is_copy_mark(rest, rest.front())) return true;
  }
  if (!stem.ends_with(original)) return false;
  const auto rest = stem.substr(0, stem.size() - original.size());
  return is_copy_mark(rest, rest.back());
}

}  // namespace

NameKind kind_of_name(std::string_view name) {
  if (name.starts_with('.')) return NameKind::other;
  const auto small = lower(name);
  if (small.ends_with(kTestEnding)) return NameKind::test;
  if (name.ends_with(kEnding)) return NameKind::lua;
  const auto rest = lower(without_second_ending(name));
  const bool meant = small.ends_with(kEnding) || rest.ends_with(kEnding);
  return meant && !rest.ends_with(kTestEnding) ? NameKind::misnamed : NameKind::other;
}

std::string wrong_with_name(std::string_view name) {
  if (kind_of_name(name) == NameKind::misnamed) {
    const auto right = without_second_ending(name);
    return fmt::format("a plugin's name ends in .lua; rename it to {}.lua",
                       shown(right.substr(0, right.size() - kEnding.size())));
  }
  if (is_showable(name)) return {};
  return "its name holds what is no text or cannot be shown; rename it";
}

std::string shown(std::string_view bytes) {
  std::string text;
  while (!bytes.empty()) {
    const auto character = bytes.substr(0, character_size(bytes));
    bytes.remove_prefix(character.size());
    if (character == "\\")
      text += "\\\\";
    else if (is_showable(character))
      text += character;
    else
      for (const char c : character)
        text += fmt::format("\\x{:02X}", static_cast<unsigned char>(c));
  }
  return text;
}

std::string_view stem_of(std::string_view name) {
  return name.ends_with(kEnding) ? name.substr(0, name.size() - kEnding.size()) : name;
}

std::string_view original_of(std::string_view stem, const std::vector<std::string>& stems) {
  std::string_view original;
  for (const auto& other : stems)
    if (other.size() > original.size() && is_copy(stem, other)) original = other;
  return original;
}

}  // namespace moonroom::files
