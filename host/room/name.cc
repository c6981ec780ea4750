#include "room/name.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <utility>
#include <vector>

namespace moonroom::room {
namespace {

struct Free {
  void operator()(void* memory) const { std::free(memory); }
};

std::optional<std::string> mapped(std::string_view text, int options) {
  utf8proc_uint8_t* bytes = nullptr;
  const auto size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                 static_cast<utf8proc_ssize_t>(text.size()), &bytes,
                                 static_cast<utf8proc_option_t>(options));
  const std::unique_ptr<utf8proc_uint8_t, Free> owner(bytes);
  if (size < 0) return std::nullopt;
  return std::string(reinterpret_cast<const char*>(bytes), static_cast<size_t>(size));
}

std::vector<utf8proc_int32_t> code_points(std::string_view text) {
  std::vector<utf8proc_int32_t> points;
  while (!text.empty()) {
    utf8proc_int32_t point = 0;
    const auto size = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                       static_cast<utf8proc_ssize_t>(text.size()), &point);
    if (size <= 0) return {};
    points.push_back(point);
    text.remove_prefix(static_cast<size_t>(size));
  }
  return points;
}

// The Hangul fillers count as letters and show as nothing.
bool is_invisible_letter(utf8proc_int32_t point) {
  return utf8proc_category(point) == UTF8PROC_CATEGORY_LO &&
         utf8proc_get_property(point)->ignorable;
}

bool may_stand_in_a_name(utf8proc_int32_t point) {
  if (is_invisible_letter(point)) return false;
  switch (utf8proc_category(point)) {
    case UTF8PROC_CATEGORY_CN:
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_CO:
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
      return false;
    default:
      return true;
  }
}

bool is_combining(utf8proc_int32_t point) {
  const auto category = utf8proc_category(point);
  return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_ME;
}

using LookAlike = std::pair<utf8proc_int32_t, char>;

// Sorted by code point, for the search. Lower case only: case is folded before.
constexpr std::array<LookAlike, 29> kLookAlikes = {{
    {0x03b1, 'a'}, {0x03b9, 'i'}, {0x03ba, 'k'}, {0x03bd, 'v'}, {0x03bf, 'o'}, {0x03c1, 'p'},
    {0x03c5, 'u'}, {0x03c7, 'x'}, {0x0430, 'a'}, {0x0435, 'e'}, {0x043a, 'k'}, {0x043e, 'o'},
    {0x0440, 'p'}, {0x0441, 'c'}, {0x0443, 'y'}, {0x0445, 'x'}, {0x0455, 's'}, {0x0456, 'i'},
    {0x0458, 'j'}, {0x0475, 'v'}, {0x04bb, 'h'}, {0x04cf, 'l'}, {0x0501, 'd'}, {0x051b, 'q'},
    {0x051d, 'w'}, {0x0561, 'w'}, {0x0570, 'h'}, {0x0578, 'n'}, {0x0585, 'o'},
}};

utf8proc_int32_t look(utf8proc_int32_t point) {
  const auto found = std::lower_bound(
      kLookAlikes.begin(), kLookAlikes.end(), point,
      [](const LookAlike& entry, utf8proc_int32_t wanted) { return entry.first < wanted; });
  return found != kLookAlikes.end() && found->first == point ? found->second : point;
}

}  // namespace

std::optional<std::string> normal_name(std::string_view raw) {
  auto name = mapped(raw, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
  if (!name) return std::nullopt;
  const auto points = code_points(*name);
  if (points.empty() || points.size() > kMaxNameLength) return std::nullopt;
  if (is_combining(points.front())) return std::nullopt;
  if (!std::all_of(points.begin(), points.end(), may_stand_in_a_name)) return std::nullopt;
  return name;
}

std::string skeleton(std::string_view name) {
  const auto folded = mapped(name, UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT |
                                       UTF8PROC_CASEFOLD | UTF8PROC_IGNORE | UTF8PROC_LUMP);
  std::string seen;
  for (const auto point : code_points(folded.value_or(std::string(name)))) {
    utf8proc_uint8_t bytes[4];
    const auto size = utf8proc_encode_char(look(point), bytes);
    seen.append(reinterpret_cast<const char*>(bytes), static_cast<size_t>(size));
  }
  return seen;
}

}  // namespace moonroom::room
