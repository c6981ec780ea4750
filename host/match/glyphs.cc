#include "match/glyphs.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "match/letters.h"
#include "room/code_points.h"
#include "room/name_data.h"

namespace moonroom::match {
namespace {

using Kind = Glyph::Kind;

constexpr auto kReadings = std::to_array<std::pair<char32_t, char32_t>>({{U'0', U'o'},
                                                                         {U'1', kIOrL},
                                                                         {U'3', U'e'},
                                                                         {U'4', U'a'},
                                                                         {U'5', U's'},
                                                                         {U'6', U'g'},
                                                                         {U'7', U't'},
                                                                         {U'8', U'b'},
                                                                         {U'9', U'g'},
                                                                         {U'@', U'a'},
                                                                         {U'$', U's'},
                                                                         {U'!', kIOrL},
                                                                         {U'|', kIOrL},
                                                                         {U'+', U't'},
                                                                         {U'€', U'e'},
                                                                         {U'¢', U'c'},
                                                                         {U'£', U'l'},
                                                                         {U'¡', kIOrL},
                                                                         {U'§', U's'}});

// Skeletons expand these letters to two.
constexpr auto kPairs = std::to_array<std::pair<std::u32string_view, char32_t>>(
    {{U"rn", U'm'}, {U"cl", U'd'}, {U"vv", U'w'}, {U"ss", U'b'}});

char32_t reading_of(char32_t point) {
  const auto found = std::find_if(kReadings.begin(), kReadings.end(),
                                  [&](const auto& it) { return it.first == point; });
  return found == kReadings.end() ? 0 : found->second;
}

bool is_blank(char32_t point) {
  if (point == U' ' || point == U'\t') return true;
  if (point < 0x80) return false;
  // Control characters have been replaced by their Unicode pictures when the line was received.
  if (point >= 0x2400 && point <= 0x2426) return true;
  const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(point));
  return category >= UTF8PROC_CATEGORY_ZS && category <= UTF8PROC_CATEGORY_ZP;
}

bool is_ideograph(char32_t point) {
  return (point >= 0x2E80 && point <= 0x2FDF) || (point >= 0x3005 && point <= 0x3007) ||
         (point >= 0x3400 && point <= 0x9FFF) || (point >= 0xF900 && point <= 0xFAFF) ||
         (point >= 0x20000 && point <= 0x3FFFF);
}

// Strokes that look like bars and dots.
bool is_stroke(char32_t point) {
  return point == U'丨' || point == U'丶' || point == U'丿';
}

bool is_number_sign(char32_t point) {
  return utf8proc_category(static_cast<utf8proc_int32_t>(point)) == UTF8PROC_CATEGORY_NO;
}

// "(f)" as one code point is an f; "rn" is m, which has no skeleton of one letter. ß and æ stay two
// letters.
std::u32string unpaired(char32_t point, std::u32string look) {
  if (look.size() == 3 && look.front() == U'(' && look.back() == U')') look = look.substr(1, 1);
  if (point == U'ß' || point == U'ẞ') return look;
  for (const auto& [pair, letter] : kPairs)
    if (look.starts_with(pair)) look.replace(0, pair.size(), 1, letter);
  return look;
}

// Appends the glyphs of one decomposed code point; none for an invisible one.
void add_glyphs(char32_t point, Glyph at, std::vector<Glyph>& all) {
  const auto kind = room::property_of(point).kind;
  at.shown = point;
  if (is_blank(point)) {
    at.kind = Kind::blank;
    return all.push_back(at);
  }
  if (kind == room::Kind::hidden || kind == room::Kind::mark) return;
  if (const auto zero = room::zero_of(point); zero != 0) point = U'0' + (point - zero);
  at.read_as = reading_of(point);
  const auto look = room::folded_look(point);
  if (at.read_as == 0 && !look.is_itself && look.text.size() == 1 && look.text[0] < 'a')
    at.read_as = reading_of(static_cast<char32_t>(look.text[0]));
  if (at.read_as != 0 || (point >= U'0' && point <= U'9') || is_number_sign(point) ||
      is_stroke(point))
    return all.push_back(at);
  const auto letters =
      look.is_itself ? std::u32string(1, point) : unpaired(point, room::code_points(look.text));
  for (const char32_t letter : letters) {
    const bool is_letter = room::property_of(letter).kind == room::Kind::letter ||
                           room::property_of(letter).kind == room::Kind::sign;
    at.kind = !is_letter ? Kind::symbol : is_ideograph(letter) ? Kind::ideograph : Kind::letter;
    at.letter = is_letter ? folded(letter) : 0;
    all.push_back(at);
  }
}

std::u32string decomposed(char32_t point) {
  std::array<utf8proc_int32_t, 32> parts{};
  int last_class = 0;
  const auto count = utf8proc_decompose_char(static_cast<utf8proc_int32_t>(point), parts.data(),
                                             parts.size(), UTF8PROC_DECOMPOSE, &last_class);
  if (count < 1 || count > static_cast<utf8proc_ssize_t>(parts.size()))
    return std::u32string(1, point);
  return std::u32string(parts.begin(), parts.begin() + count);
}

using AsciiGlyphs = std::array<std::vector<Glyph>, 128>;

AsciiGlyphs ascii_glyphs() {
  AsciiGlyphs all;
  for (char32_t point = 0; point < all.size(); ++point) add_glyphs(point, {}, all.at(point));
  return all;
}

void add_ascii(char32_t point, const Glyph& at, std::vector<Glyph>& all) {
  static const auto known = ascii_glyphs();
  for (auto glyph : known.at(point)) {
    glyph.begin = at.begin;
    glyph.end = at.end;
    all.push_back(glyph);
  }
}

template <class Each>
void each_code_point(std::string_view text, Each each) {
  for (size_t at = 0; at < text.size();) {
    utf8proc_int32_t point = -1;
    auto size = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()) + at,
                                 static_cast<utf8proc_ssize_t>(text.size() - at), &point);
    if (size < 1) size = 1;
    if (point >= 0)
      each(static_cast<char32_t>(point), static_cast<uint32_t>(at),
           static_cast<uint32_t>(at + static_cast<size_t>(size)));
    at += static_cast<size_t>(size);
  }
}

}  // namespace

std::vector<Glyph> glyphs_of(std::string_view text) {
  std::vector<Glyph> all;
  all.reserve(text.size());
  each_code_point(text, [&](char32_t point, uint32_t begin, uint32_t end) {
    Glyph at;
    at.begin = begin;
    at.end = end;
    if (point < 0x80) return add_ascii(point, at, all);
    for (const char32_t part : decomposed(point)) add_glyphs(part, at, all);
  });
  return all;
}

size_t count_visible(std::string_view text) {
  size_t count = 0;
  each_code_point(text, [&](char32_t point, uint32_t, uint32_t) {
    const auto kind = room::property_of(point).kind;
    if (is_blank(point) || (kind != room::Kind::hidden && kind != room::Kind::mark)) ++count;
  });
  return count;
}

}  // namespace moonroom::match
