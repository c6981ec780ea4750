#include "match/look_matcher.h"

#include <algorithm>
#include <utility>

namespace moonroom::match {
namespace {

using Place = LookOptions::Place;

constexpr uint32_t kMaxForeignLetters = 4;
constexpr uint32_t kMaxGap = 8;
constexpr uint32_t kMaxMasks = 6;

std::vector<std::string> with_endings(std::span<const std::string> words,
                                      const std::vector<std::string>& endings) {
  std::vector<std::string> all(words.begin(), words.end());
  for (const auto& word : words)
    for (const auto& ending : endings) {
      all.push_back(word + ending);
      if (all.size() > kMaxWords) return all;
    }
  return all;
}

bool goes_on(const Unit& left, const Unit& right) {
  return left.is_real && right.gap.none() && is_of_a_word(left.letter) &&
         is_of_a_word(right.letter);
}

// Whether the gap between two units of a candidate can be inside a word.
bool is_gap_in_word(const Unit& left, const Unit& right) {
  const auto& gap = right.gap;
  if (gap.symbols + gap.blanks + gap.letters > kMaxGap) return false;
  if (left.is_ideograph && right.is_ideograph) return gap.letters <= kMaxForeignLetters;
  if (left.is_ideograph != right.is_ideograph && right.is_alone) return gap.letters == 0;
  return gap.blanks == 0 && gap.letters == 0;
}

struct Split {
  size_t gaps = 0;
  size_t blanks = 0;
  bool ends_clause = false;
};

Split split_of(const Unit* first, size_t length) {
  Split split;
  for (size_t i = 1; i < length; ++i) {
    if (first[i].gap.none()) continue;
    ++split.gaps;
    if (first[i].gap.blanks > 0) ++split.blanks;
    split.ends_clause = split.ends_clause || first[i].gap.ends_clause;
  }
  return split;
}

// True for "s h i t" and "f u c king": all letters before the last blank are single.
bool is_spelt(const Unit* first, size_t length) {
  size_t last = 0;
  for (size_t i = 1; i < length; ++i)
    if (first[i].gap.blanks > 0) last = i;
  return std::all_of(first, first + last,
                     [](const Unit& unit) { return unit.is_alone && !unit.is_ideograph; });
}

bool is_split_well(const Unit* first, size_t length) {
  const auto split = split_of(first, length);
  if (split.gaps == 0) return true;
  const bool everywhere = split.gaps == length - 1;
  if (first->is_ideograph) {
    if (split.ends_clause && !everywhere) return false;
  } else if (split.blanks > 0) {
    return split.gaps > 1 && is_spelt(first, length);
  }
  for (size_t i = 1; i < length; ++i)
    if (!first[i].gap.none() && !is_gap_in_word(first[i - 1], first[i])) return false;
  return true;
}

std::vector<Found> joined(std::vector<Found> found) {
  std::sort(found.begin(), found.end(),
            [](const Found& a, const Found& b) { return a.begin < b.begin; });
  std::vector<Found> all;
  for (const auto& it : found)
    if (!all.empty() && it.begin < all.back().end)
      all.back().end = std::max(all.back().end, it.end);
    else
      all.push_back(it);
  return all;
}

bool is_tight(const Gap& gap) {
  return gap.blanks == 0 && gap.letters == 0;
}

bool is_initial_of_next(const Unit& next) {
  return next.gap.points > 0 && is_tight(next.gap);
}

bool has_points(const Track& word) {
  return std::any_of(word.begin() + 1, word.end(),
                     [](const Unit& unit) { return is_initial_of_next(unit); });
}

// "F.U." stands alone; in "R.F.U." and "F.U.N." the initials continue.
bool has_further_initials(const Track& track, size_t first, size_t length) {
  const size_t behind = first + length;
  return (first > 0 && is_initial_of_next(track[first])) ||
         (behind < track.size() && is_initial_of_next(track[behind]));
}

// Whether the text has the gap of a listed word: masked letters, the points of initials, or any gap
// for one like those in "son of a bitch".
bool has_wanted_gap(const Gap& seen, const Gap& wanted) {
  if (wanted.masks > 0)
    return seen.masks >= wanted.masks && seen.masks <= kMaxMasks && seen.masks == seen.symbols &&
           is_tight(seen);
  if (wanted.points > 0 && is_tight(wanted))
    return seen.points == seen.symbols && seen.points > 0 && is_tight(seen);
  return true;
}

}  // namespace

size_t LookMatcher::bytes_of(std::span<const std::string> words, const LookOptions& options) {
  size_t bytes = 0;
  for (const auto& word : with_endings(words, options.endings)) bytes += word.size();
  for (const auto& word : options.except) bytes += word.size();
  return bytes;
}

Result<LookMatcher> LookMatcher::build(std::span<const std::string> words,
                                       const LookOptions& options) {
  auto all = with_endings(words, options.endings);
  const auto bad = all.size();
  all.insert(all.end(), options.except.begin(), options.except.end());
  if (auto wrong = problem_with(all); !wrong.empty()) return problem(std::move(wrong));
  std::vector<Word> tracks;
  tracks.reserve(all.size());
  for (size_t i = 0; i < all.size(); ++i) {
    tracks.push_back({track_of_word(all[i]), i >= bad});
    if (tracks.back().track.empty()) return problem("a word shows as nothing: " + all[i]);
    tracks.back().has_i_and_l = has_i_and_l(tracks.back().track);
    tracks.back().has_points = i < bad && has_points(tracks.back().track);
  }
  return LookMatcher(std::move(tracks), options.place);
}

LookMatcher::LookMatcher(std::vector<Word> words, Place place)
    : words_(std::move(words)), automaton_({}), place_(place) {
  std::vector<std::u32string> letters;
  letters.reserve(words_.size());
  by_letters_.reserve(words_.size());
  for (size_t i = 0; i < words_.size(); ++i) {
    letters.push_back(letters_in(words_[i].track));
    by_letters_.emplace_back(letters.back(), i);
  }
  std::sort(by_letters_.begin(), by_letters_.end());
  automaton_ = Automaton(letters);
}

// `whole` and `opening` restrict bad words only; innocent words match anywhere.
bool LookMatcher::is_in_place(const Track& track, size_t first, size_t length) const {
  const bool has_left = first > 0;
  const size_t behind = first + length;
  if (place_ == Place::opening) return !has_left || !track[first].gap.none();
  if (place_ == Place::anywhere) return true;
  if (has_left) {
    const auto& left = track[first - 1];
    const bool is_after_apostrophe = track[first].gap.is_apostrophe && left.is_real &&
                                     track[first].gap.blanks == 0 && !left.is_ideograph;
    if (goes_on(left, track[first]) || is_after_apostrophe) return false;
  }
  if (behind == track.size()) return true;
  const auto& next = track[behind];
  return !(next.is_real && next.gap.none() && is_of_a_word(next.letter) &&
           is_of_a_word(track[behind - 1].letter));
}

bool LookMatcher::fits(const Word& word, const Track& track, size_t first) const {
  const auto length = word.track.size();
  size_t real = 0;
  bool has_gap = false;
  for (size_t i = 0; i < length; ++i) {
    const auto& seen = track[first + i];
    const auto& wanted = word.track[i];
    if (seen.count < wanted.count) return false;
    if (word.has_i_and_l && !shows(seen.strokes, wanted.strokes)) return false;
    if (seen.is_real || !wanted.is_real) ++real;
    if (i == 0) continue;
    if (!has_wanted_gap(seen.gap, wanted.gap)) return false;
    // The gaps in "son of a bitch" are part of the word.
    if (!wanted.gap.none() && seen.gap.letters == 0 && !seen.gap.none()) continue;
    has_gap = has_gap || !seen.gap.none();
  }
  if (real * 2 < length) return false;
  if (word.has_points && has_further_initials(track, first, length)) return false;
  if (word.is_innocent) return !has_gap;
  return (!has_gap || is_split_well(&track[first], length)) && is_in_place(track, first, length);
}

void LookMatcher::consider(const Track& track, size_t first, size_t length,
                           Candidate& candidate) const {
  std::u32string letters;
  for (size_t i = 0; i < length; ++i) letters += track[first + i].letter;
  const auto first_word = std::pair(std::move(letters), size_t{0});
  for (auto it = std::lower_bound(by_letters_.begin(), by_letters_.end(), first_word);
       it != by_letters_.end() && it->first == first_word.first; ++it) {
    const auto& word = words_[it->second];
    auto& longest = word.is_innocent ? candidate.innocent : candidate.bad;
    if (longest != 0 || !fits(word, track, first)) continue;
    longest = length;
    if (!word.is_innocent) candidate.is_split = split_of(&track[first], length).gaps > 0;
  }
}

LookMatcher::Candidate LookMatcher::candidate_at(const Track& track, size_t first,
                                                 Automaton::State state) const {
  Candidate candidate;
  for (; state != Automaton::kStart && automaton_.longest(state) != 0;
       state = automaton_.shorter(state)) {
    consider(track, first, automaton_.longest(state), candidate);
    if (candidate.bad != 0 && candidate.innocent != 0) break;
  }
  return candidate;
}

void LookMatcher::look_through(const Track& track, std::vector<Found>& found) const {
  // Most text contains no word, and then nothing is allocated.
  std::vector<Candidate> candidates;
  auto state = Automaton::kStart;
  for (size_t i = track.size(); i-- > 0;) {
    state = automaton_.step(state, track[i].letter);
    if (automaton_.longest(state) == 0) continue;
    candidates.resize(track.size());
    candidates[i] = candidate_at(track, i, state);
  }
  if (candidates.empty()) return;
  // An innocent word that extends beyond a split one shows that the gap separates two words.
  const auto is_chance = [&](size_t first) {
    const auto end = first + candidates[first].bad;
    for (size_t i = first + 1; i < end; ++i)
      if (i + candidates[i].innocent > end && candidates[i].innocent != 0) return true;
    return false;
  };
  for (size_t i = 0; i < track.size();) {
    const auto& [bad, innocent, is_split] = candidates[i];
    if (bad > innocent && !(is_split && is_chance(i))) {
      found.push_back({track[i].begin, track[i + bad - 1].end});
      i += bad;
    } else {
      i += std::max<size_t>(innocent, 1);
    }
  }
}

std::vector<Found> LookMatcher::all(const std::vector<Track>& tracks) const {
  std::vector<Found> found;
  for (const auto& track : tracks) look_through(track, found);
  return joined(std::move(found));
}

}  // namespace moonroom::match
