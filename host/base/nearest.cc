#include "base/nearest.h"

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

namespace moonroom {
namespace {

// The number of letters to change, insert, remove, or swap with their neighbour (optimal string
// alignment).
size_t distance(std::string_view a, std::string_view b) {
  std::vector<size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 1; i <= a.size(); ++i) {
    before = std::exchange(last, row);
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t change = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({change, last[j] + 1, row[j - 1] + 1});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
  }
  return row.back();
}

}  // namespace

std::string_view nearest(std::string_view word, std::span<const std::string_view> known) {
  std::string_view best;
  // Longer words are no typing errors, and the distance takes quadratic time.
  if (word.size() > 100) return best;
  size_t least = std::max<size_t>(1, word.size() / 3) + 1;
  for (const auto candidate : known) {
    const size_t needed = distance(word, candidate);
    if (needed < least) {
      least = needed;
      best = candidate;
    }
  }
  return best;
}

}  // namespace moonroom
