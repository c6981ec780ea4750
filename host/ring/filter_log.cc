#include "ring/filter_log.h"

#include <algorithm>
#include <utility>

namespace moonroom::ring {

void FilterLog::add(const room::MessageEvent& saying, std::string name,
                    std::vector<FilterEffect> marks) {
  if (marks.empty()) return;
  if (entries_.size() == kMaxEntries) entries_.pop_front();
  entries_.push_back({saying.number, saying.who, std::move(name), saying.text, std::move(marks)});
}

const FilterLogEntry* FilterLog::find(uint64_t number) const {
  // Entries are sorted by number.
  const auto found =
      std::lower_bound(entries_.begin(), entries_.end(), number,
                       [](const FilterLogEntry& a, uint64_t b) { return a.number < b; });
  return found != entries_.end() && found->number == number ? &*found : nullptr;
}

}  // namespace moonroom::ring
