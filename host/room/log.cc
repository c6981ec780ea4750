#include "room/log.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace moonroom::room {

const Entry& Log::append(Post post, WallTime time) {
  return entries_.emplace_back(Entry{++last_, time, std::move(post)});
}

void Log::trim() {
  while (entries_.size() > kKept) entries_.pop_front();
}

Log::Tail Log::after(uint64_t number) const {
  const auto count = std::min<uint64_t>(last_ - std::min(last_, number), entries_.size());
  return {entries_.end() - static_cast<std::ptrdiff_t>(count), entries_.end()};
}

void Log::restore(std::vector<Entry> entries, uint64_t last) {
  entries_.assign(std::make_move_iterator(entries.begin()), std::make_move_iterator(entries.end()));
  last_ = last;
}

}  // namespace moonroom::room
