#include "room/name.h"

#include <algorithm>

#include "room/code_points.h"
#include "room/look.h"
#include "room/name_data.h"

namespace moonroom::room {
namespace {

// UTS 39, 5.4: more than four marks on a letter, or a repeated one, are unreadable.
constexpr int kMaxMarks = 4;

// U+FE0E and U+FE0F select how an emoji is drawn; programs add them unasked.
std::u32string without_variations(const std::u32string& points) {
  std::u32string kept;
  for (const char32_t point : points) {
    const bool is_variation = point == 0xfe0e || point == 0xfe0f;
    const bool chooses =
        is_variation && !kept.empty() && property_of(kept.back()).kind == Kind::picture;
    if (!chooses) kept += point;
  }
  return kept;
}

bool has(const std::u32string& points, Kind kind) {
  return std::any_of(points.begin(), points.end(),
                     [kind](char32_t point) { return property_of(point).kind == kind; });
}

bool has_unreadable_marks(const std::u32string& points) {
  int marks = 0;
  char32_t before = 0;
  for (const char32_t point : points) {
    const bool is_mark = property_of(point).kind == Kind::mark;
    marks = is_mark ? marks + 1 : 0;
    if (marks > kMaxMarks || (is_mark && point == before)) return true;
    before = point;
  }
  return false;
}

bool has_form(const std::u32string& points) {
  if (points.empty() || points.size() > kMaxNameLength || has(points, Kind::hidden)) return false;
  const auto first = property_of(points.front()).kind;
  return first != Kind::mark && first != Kind::sign;
}

bool has_letter_or_picture(const std::u32string& points) {
  return has(points, Kind::letter) || has(points, Kind::picture);
}

// One script, or a set that is commonly written together with Latin.
bool is_of_one_script(const std::u32string& points) {
  ScriptSet common = kEveryScript;
  bool stands[kGroups] = {true, true, true};
  for (const char32_t point : points) {
    const auto& scripts = property_of(point).scripts;
    common = common & scripts;
    for (size_t group = 0; group < kGroups; ++group)
      stands[group] = stands[group] && stands_with(group, scripts);
  }
  return !common.empty() ||
         std::any_of(std::begin(stands), std::end(stands), [](bool it) { return it; });
}

bool is_of_one_kind_of_digits(const std::u32string& points) {
  char32_t zero = 0;
  for (const char32_t point : points) {
    const auto its = zero_of(point);
    if (its != 0 && zero != 0 && its != zero) return false;
    if (its != 0) zero = its;
  }
  return true;
}

}  // namespace

tl::expected<std::string, NameConflict> check_name(std::string_view raw) {
  const auto points = without_variations(code_points(composed(raw)));
  if (!has_form(points) || has_unreadable_marks(code_points(decomposed(raw))))
    return tl::unexpected(NameConflict::invalid);
  if (has(points, Kind::colon)) return tl::unexpected(NameConflict::colon);
  std::string name;
  for (const char32_t point : points) append(name, point);
  // Some letters look like punctuation.
  if (!has_letter_or_picture(points) || !has_letter_or_picture(code_points(skeleton(name))))
    return tl::unexpected(NameConflict::bare);
  if (!is_of_one_script(points) || !is_of_one_kind_of_digits(points))
    return tl::unexpected(NameConflict::mixed);
  return name;
}

std::optional<std::string> normal_name(std::string_view raw) {
  auto name = check_name(raw);
  return name ? std::optional(*std::move(name)) : std::nullopt;
}

}  // namespace moonroom::room
