#include "match/tracks.h"

#include <algorithm>
#include <string_view>

namespace moonroom::match {
namespace {

using Kind = Glyph::Kind;

struct Reading {
  /// Digits and symbols stand for letters; kIOrL for this one.
  bool reads_symbols = false;
  char32_t i_or_l = U'i';
  /// The letters i and l, too: in many fonts one shows as the other.
  bool merges_letters = false;
  bool only_ideographs = false;
};

constexpr std::u32string_view kClauseEnds = U",.!?;:，。！？；：、…";
constexpr std::u32string_view kApostrophes = U"'’‘ʼ＇`´";

bool is_one_of(std::u32string_view all, char32_t point) {
  return all.find(point) != std::u32string_view::npos;
}

// The letter that a glyph is in this reading, or 0 for a part of a gap.
char32_t letter_of(const Glyph& glyph, const Reading& reading) {
  if (reading.only_ideographs) return glyph.kind == Kind::ideograph ? glyph.letter : 0;
  const bool is_i_or_l = glyph.letter == U'i' || glyph.letter == U'l';
  if (reading.merges_letters && is_i_or_l) return reading.i_or_l;
  if (glyph.letter != 0) return glyph.letter;
  if (!reading.reads_symbols) return 0;
  return glyph.read_as == kIOrL ? reading.i_or_l : glyph.read_as;
}

void widen(Gap& gap, const Glyph& glyph) {
  const bool was_none = gap.none();
  if (glyph.kind == Kind::blank)
    ++gap.blanks;
  else if (glyph.letter != 0)
    ++gap.letters;
  else
    ++gap.symbols;
  gap.is_apostrophe = was_none && is_one_of(kApostrophes, glyph.shown);
  gap.ends_clause = gap.ends_clause || is_one_of(kClauseEnds, glyph.shown);
}

bool may_join(const Unit& left, const Unit& right) {
  return left.letter == right.letter && !right.is_ideograph;
}

void join(Unit& left, const Unit& right) {
  left.count += right.count;
  left.end = right.end;
  left.is_real = left.is_real || right.is_real;
}

Track row_of(const std::vector<Glyph>& glyphs, const Reading& reading) {
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
    unit.letter = letter;
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

// "f u u c k": the same single letter again.
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

Track track_in(const std::vector<Glyph>& glyphs, const Reading& reading) {
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
  std::vector<Track> tracks = {track_in(glyphs, {})};
  if (any(glyphs, [](const Glyph& it) { return it.read_as != 0; }))
    tracks.push_back(track_in(glyphs, {true, U'i', false, false}));
  if (any(glyphs, [](const Glyph& it) { return it.read_as == kIOrL; }))
    tracks.push_back(track_in(glyphs, {true, U'l', false, false}));
  if (any(glyphs, [](const Glyph& it) { return it.letter == U'l'; }))
    tracks.push_back(track_in(glyphs, {true, U'i', true, false}));
  if (any(glyphs, [](const Glyph& it) { return it.letter == U'i'; }))
    tracks.push_back(track_in(glyphs, {true, U'l', true, false}));
  if (any(glyphs, [](const Glyph& it) { return it.kind == Kind::ideograph; }))
    tracks.push_back(track_in(glyphs, {false, 0, false, true}));
  return tracks;
}

Track track_of_word(std::string_view word) {
  return track_in(glyphs_of(word), {true, U'i', false, false});
}

std::u32string letters_in(const Track& track) {
  std::u32string letters;
  for (const auto& unit : track) letters += unit.letter;
  return letters;
}

}  // namespace moonroom::match
