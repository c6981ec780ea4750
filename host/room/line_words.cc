#include "room/line_words.h"

#include <algorithm>

#include "room/code_points.h"
#include "room/look.h"
#include "room/name_data.h"

namespace moonroom::room {
namespace {

constexpr std::string_view kName = "{name}";
constexpr std::string_view kText = "{text}";

bool is_word_part(char32_t point) {
  const auto kind = property_of(point).kind;
  return kind == Kind::letter || kind == Kind::mark || kind == Kind::sign;
}

bool may_stand_in_a_name(char32_t point) {
  const auto kind = property_of(point).kind;
  return kind != Kind::hidden && kind != Kind::colon;
}

std::string trimmed(std::string_view text, bool (*is_kept)(char32_t)) {
  const auto points = code_points(text);
  const auto first = std::find_if(points.begin(), points.end(), is_kept);
  const auto last = std::find_if(points.rbegin(), points.rend(), is_kept).base();
  std::string kept;
  for (auto it = first; it < last; ++it) append(kept, *it);
  return kept;
}

bool has_letters(std::string_view text) {
  return !trimmed(text, is_word_part).empty();
}

void add_once(std::vector<std::string>& all, std::string text) {
  if (!text.empty() && std::find(all.begin(), all.end(), text) == all.end())
    all.push_back(std::move(text));
}

}  // namespace

void LineWords::add(const Value& settings) {
  if (const auto* text = settings.text()) return add_text(*text);
  const auto* table = settings.table();
  if (!table) return;
  for (const auto& item : table->items) add(item);
  for (const auto& [key, value] : table->fields) add(value);
}

void LineWords::add_text(std::string_view text) {
  const auto name = text.find(kName);
  const auto said = text.find(kText);
  if (name != std::string_view::npos && !has_letters(text.substr(0, name))) {
    const auto behind = text.substr(name + kName.size());
    const auto tail = behind.substr(0, behind.find('{'));
    add_once(tails_, std::string(tail));
    add_divider(tail);
  } else if (name == std::string_view::npos && said != std::string_view::npos) {
    const auto opening = text.substr(0, said);
    if (has_letters(opening)) add_once(openings_, std::string(opening));
  } else if (!has_letters(text) && text.find('{') == std::string_view::npos) {
    add_divider(text);
  }
}

void LineWords::add_divider(std::string_view text) {
  auto part = trimmed(text, has_letters(text) ? is_word_part : may_stand_in_a_name);
  // No name can contain all of it.
  const auto points = code_points(part);
  if (!std::all_of(points.begin(), points.end(), may_stand_in_a_name)) return;
  if (has_letters(part))
    add_once(words_, std::move(part));
  else
    add_once(marks_, skeleton(part));
}

NameConflict LineWords::conflict_of(std::string_view name) const {
  const auto key = skeleton(name);
  for (const auto& mark : marks_)
    if (key.find(mark) != std::string::npos) return NameConflict::words;
  for (const auto& word : words_)
    if (shows(name, word)) return NameConflict::words;
  for (const auto& tail : tails_)
    for (const auto& opening : openings_)
      if (shows_same(std::string(name) + tail, opening)) return NameConflict::reserved;
  return NameConflict::none;
}

}  // namespace moonroom::room
