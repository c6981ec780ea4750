#include "room/log.h"

#include <algorithm>
#include <utility>

namespace moonroom::room {

const Entry& Log::append(const Post& post, WallTime time, uint64_t number) {
  auto& entry = entries_.next_slot();
  last_ = std::max(last_ + 1, number);
  entry.number = last_;
  entry.time = time;
  entry.post = post;
  return entry;
}

void Log::trim() {
  while (entries_.size() > kKept) entries_.leave_front();
}

Log::Tail Log::after(uint64_t number) const {
  auto count = std::min<uint64_t>(last_ - std::min(last_, number), entries_.size());
  // Numbers have gaps where a private post was not restored after a restart.
  while (count > 0 && entries_[entries_.size() - count].number <= number) --count;
  return {{entries_, entries_.size() - count}, entries_.end()};
}

void Log::restore(std::vector<Entry> entries, uint64_t last) {
  entries_.clear();
  for (auto& entry : entries) entries_.push_back(std::move(entry));
  last_ = last;
}

}  // namespace moonroom::room
