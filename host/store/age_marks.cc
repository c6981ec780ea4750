#include "store/age_marks.h"

#include <algorithm>

namespace moonroom::store {

// Fewer marks let an entry outlive its age longer; a thirtieth of the age is acceptable. A due mark
// records the state at the previous commit, which can be long ago.
void AgeMarks::mark(WallTime now, uint64_t last_entry) {
  constexpr Duration kShortest = std::chrono::minutes(1);
  constexpr Duration kLongest = std::chrono::hours(24);
  const auto between = std::clamp(age_ / 30, kShortest, kLongest);
  const auto before = before_.value_or(Mark{now, last_entry});
  before_ = Mark{now, last_entry};
  const auto latest = table_.last();
  const bool is_due = !latest || (before.entry > latest->second &&
                                  now - WallTime(WallTime::duration(latest->first)) >= between);
  if (is_due && before.entry > 0) table_.put(before.at.time_since_epoch().count(), before.entry);
}

// Of the expired marks only the latest matters.
uint64_t AgeMarks::last_expired(WallTime now) {
  const auto expired =
      (now - std::chrono::duration_cast<WallTime::duration>(age_)).time_since_epoch().count();
  uint64_t last = 0;
  std::optional<int64_t> superseded;
  table_.for_each(INT64_MIN, [&](int64_t at, uint64_t entry) {
    if (at >= expired) return false;
    last = entry;
    superseded = at;
    return true;
  });
  table_.remove_keys_before(superseded.value_or(INT64_MIN));
  return last;
}

}  // namespace moonroom::store
