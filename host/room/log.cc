#include "room/log.h"

#include <utility>

namespace moonroom::room {

const Entry& Log::append(Post post, WallTime time) {
  if (entries_.size() == kKept) entries_.pop_front();
  return entries_.emplace_back(Entry{++last_, time, std::move(post)});
}

}  // namespace moonroom::room
