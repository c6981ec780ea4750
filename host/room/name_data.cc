#include "room/name_data.h"

#include <algorithm>
#include <iterator>
#include <vector>

namespace moonroom::room {
namespace {

struct Look {
  uint32_t point;
  uint32_t begin;
  uint32_t size;
};

// Extends to the next range.
struct Range {
  char32_t first;
  Kind kind;
  uint8_t scripts;
};

#include "name_table.inc"

LookOf find_look(const Look* begin, const Look* end, char32_t point) {
  const auto* found = std::lower_bound(
      begin, end, point, [](const Look& it, char32_t wanted) { return it.point < wanted; });
  if (found == end || found->point != point) return {};
  return {{reinterpret_cast<const char*>(kTexts) + found->begin, found->size}, false};
}

LookOf find_folded_look(char32_t point) {
  return find_look(std::begin(kFolded), std::end(kFolded), point);
}

LookOf find_shown_look(char32_t point) {
  const auto shown = find_look(std::begin(kShown), std::end(kShown), point);
  return shown.is_itself ? find_folded_look(point) : shown;
}

Property find_property(char32_t point) {
  const auto* after =
      std::upper_bound(std::begin(kRanges), std::end(kRanges), point,
                       [](char32_t wanted, const Range& it) { return wanted < it.first; });
  const auto& range = *std::prev(after);
  return {range.kind, kScriptSets[range.scripts]};
}

// A cache of the ASCII range, which serves most lookups.
template <class Find>
auto of_ascii(Find find) {
  std::vector<decltype(find(U'a'))> all;
  for (char32_t point = 0; point < 0x80; ++point) all.push_back(find(point));
  return all;
}

}  // namespace

ScriptSet ScriptSet::operator&(const ScriptSet& other) const {
  ScriptSet both = *this;
  for (size_t i = 0; i < bits.size(); ++i) both.bits.at(i) &= other.bits.at(i);
  return both;
}

bool ScriptSet::empty() const {
  return std::all_of(bits.begin(), bits.end(), [](uint64_t word) { return word == 0; });
}

Property property_of(char32_t point) {
  static const auto ascii = of_ascii(find_property);
  return point < ascii.size() ? ascii[point] : find_property(point);
}

bool stands_with(size_t group, const ScriptSet& scripts) {
  return !(kTogether[group] & scripts).empty();
}

char32_t zero_of(char32_t point) {
  const auto* after = std::upper_bound(std::begin(kZeros), std::end(kZeros), point);
  if (after == std::begin(kZeros)) return 0;
  const char32_t zero = *std::prev(after);
  return point - zero < 10 ? zero : 0;
}

LookOf folded_look(char32_t point) {
  static const auto ascii = of_ascii(find_folded_look);
  return point < ascii.size() ? ascii[point] : find_folded_look(point);
}

LookOf shown_look(char32_t point) {
  static const auto ascii = of_ascii(find_shown_look);
  return point < ascii.size() ? ascii[point] : find_shown_look(point);
}

}  // namespace moonroom::room
