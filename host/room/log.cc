#include "room/log.h"

#include <iterator>
#include <utility>

namespace moonroom::room {

const Entry& Log::append(Post post, WallTime time) {
  return entries_.emplace_back(Entry{++last_, time, std::move(post)});
}

void Log::trim() {
  while (entries_.size() > kKept) entries_.pop_front();
}

void Log::restore(std::vector<Entry> entries, uint64_t last) {
  entries_.assign(std::make_move_iterator(entries.begin()), std::make_move_iterator(entries.end()));
  last_ = last;
}

}  // namespace moonroom::room
