// Gives each line the number that its entry in the room's log gets later, so that the filtering
// plugin, the author and all readers of the log use the same number. Entries are numbered in the
// order of their creation, so a line skips the numbers that pending events can still use. A filter
// that posts more than that shifts the line's entry. Pure.
#pragma once

#include <algorithm>
#include <cstdint>

namespace moonroom::relay {

class LineNumbers {
 public:
  /// An event was submitted to the judge.
  void submitted() {
    ++pending_;
    ++since_line_;
  }
  /// A judged event was applied.
  void applied() {
    if (pending_ > 0) --pending_;
  }
  /// The number of the line that is submitted next.
  uint64_t next(uint64_t last_entry) {
    const auto unsettled = std::min(pending_, since_line_);
    latest_ = std::max(last_entry, latest_) + 1 + unsettled * kPostsPerEvent;
    since_line_ = 0;
    return latest_;
  }

 private:
  static constexpr uint64_t kPostsPerEvent = 16;

  uint64_t latest_ = 0;
  uint64_t pending_ = 0;
  // Events since the latest line, including that line.
  uint64_t since_line_ = 0;
};

}  // namespace moonroom::relay
