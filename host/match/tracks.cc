#include "match/tracks.h"

#include <algorithm>
#include <string_view>

namespace moonroom::match {
namespace {

using Kind = Glyph::Kind;

enum class Reading : uint8_t { letters, symbols_as_letters, ideographs };

constexpr std::u32string_view kClauseEnds = U",.!?;:，。！？；：、…";
constexpr std::u32string_view kMasks = U"*#＊∗⁎✱•●█";
constexpr std::u32string_view kPoints = U".．";
constexpr std::u32string_view kApostrophes = U"'’‘ʼ＇`´";

bool is_one_of(std::u32string_view all, char32_t point) {
  return all.find(point) != std::u32string_view::npos;
}

// The letter of a glyph in this reading, or 0 for a part of a gap.
char32_t letter_of(const Glyph& glyph, Reading reading) {
  if (reading == Reading::ideographs) return glyph.kind == Kind::ideograph ? glyph.letter : 0;
  if (glyph.letter != 0 || reading == Reading::letters) return glyph.letter;
  return glyph.read_as;
}

Strokes strokes_of(char32_t letter) {
  if (letter == U'i') return kStrokeI;
  if (letter == U'l') return kStrokeL;
  return letter == kIOrL ? kStrokeI | kStrokeL : 0;
}

void widen(Gap& gap, const Glyph& glyph) {
  const bool was_none = gap.none();
  if (glyph.kind == Kind::blank)
    ++gap.blanks;
  else if (glyph.letter != 0)
    ++gap.letters;
  else
    ++gap.symbols;
  if (is_one_of(kMasks, glyph.shown)) ++gap.masks;
  if (is_one_of(kPoints, glyph.shown)) ++gap.points;
  gap.is_apostrophe = was_none && is_one_of(kApostrophes, glyph.shown);
  gap.ends_clause = gap.ends_clause || is_one_of(kClauseEnds, glyph.shown);
}

bool may_join(const Unit& left, const Unit& right) {
  return left.letter == right.letter && !right.is_ideograph;
}

void join(Unit& left, const Unit& right) {
  constexpr uint32_t kMaxStrokes = 16;
  if (left.count < kMaxStrokes) left.strokes |= right.strokes << (2 * left.count);
  left.count += right.count;
  left.end = right.end;
  left.is_real = left.is_real || right.is_real;
}

Track row_of(const std::vector<Glyph>& glyphs, Reading reading) {
  Track track;
  track.reserve(glyphs.size());
  Gap gap;
  for (const auto& glyph : glyphs) {
    const auto letter = letter_of(glyph, reading);
    if (letter == 0) {
      widen(gap, glyph);
      continue;
    }
    Unit unit;
    unit.strokes = strokes_of(letter);
    unit.letter = unit.strokes != 0 ? U'i' : letter;
    unit.begin = glyph.begin;
    unit.end = glyph.end;
    unit.gap = gap;
    unit.is_real = glyph.letter != 0;
    unit.is_ideograph = glyph.kind == Kind::ideograph;
    if (!track.empty() && gap.none() && may_join(track.back(), unit))
      join(track.back(), unit);
    else
      track.push_back(unit);
    gap = {};
  }
  return track;
}

void mark_alone(Track& track) {
  for (size_t i = 0; i < track.size(); ++i)
    track[i].is_alone =
        (i == 0 || !track[i].gap.none()) && (i + 1 == track.size() || !track[i + 1].gap.none());
}

// "f u u c k": repetitions of the same single letter.
void join_repeats(Track& track) {
  size_t kept = 0;
  for (size_t i = 0; i < track.size(); ++i) {
    const bool repeats = kept > 0 && track[i].is_alone && track[kept - 1].is_alone &&
                         may_join(track[kept - 1], track[i]);
    if (repeats) {
      join(track[kept - 1], track[i]);
      continue;
    }
    if (kept != i) track[kept] = track[i];
    ++kept;
  }
  track.resize(kept);
}

Track track_in(const std::vector<Glyph>& glyphs, Reading reading) {
  auto track = row_of(glyphs, reading);
  mark_alone(track);
  join_repeats(track);
  return track;
}

template <class Is>
bool any(const std::vector<Glyph>& glyphs, Is is) {
  return std::any_of(glyphs.begin(), glyphs.end(), is);
}

}  // namespace

std::vector<Track> tracks_of(std::string_view text) {
  const auto glyphs = glyphs_of(text);
  std::vector<Track> tracks;
  tracks.push_back(track_in(glyphs, Reading::letters));
  if (any(glyphs, [](const Glyph& it) { return it.read_as != 0; }))
    tracks.push_back(track_in(glyphs, Reading::symbols_as_letters));
  if (any(glyphs, [](const Glyph& it) { return it.kind == Kind::ideograph; }) &&
      any(glyphs, [](const Glyph& it) { return it.kind == Kind::letter; }))
    tracks.push_back(track_in(glyphs, Reading::ideographs));
  return tracks;
}

Track track_of_word(std::string_view word) {
  return track_in(glyphs_of(word), Reading::symbols_as_letters);
}

std::u32string letters_in(const Track& track) {
  std::u32string letters;
  for (const auto& unit : track) letters += unit.letter;
  return letters;
}

bool has_i_and_l(const Track& word) {
  bool has_i = false;
  bool has_l = false;
  for (const auto& unit : word)
    for (auto strokes = unit.strokes; strokes != 0; strokes >>= 2) {
      has_i = has_i || (strokes & 3) == kStrokeI;
      has_l = has_l || (strokes & 3) == kStrokeL;
    }
  return has_i && has_l;
}

bool shows(Strokes text, Strokes word) {
  if (text == 0 || word == 0) return text == word;
  if ((text & word & 3) == 0) return false;
  return shows(text >> 2, word >> 2) || shows(text >> 2, word);
}

const std::vector<Track>& Readings::of(std::string_view text) {
  if (tracks_.empty() || text != text_) {
    tracks_ = tracks_of(text);
    text_ = text;
  }
  return tracks_;
}

}  // namespace moonroom::match
