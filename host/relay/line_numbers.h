// Gives each line the number that its entry in the room's log gets later, so that a plugin that
// judges it, its author and everybody who reads the log mean the same line by it. Entries are
// numbered in the order in which they are made, so a line leaves room for what the events before it
// may still post. A filter that posts more than that shifts the line's entry. Pure.
#pragma once

#include <algorithm>
#include <cstdint>

namespace moonroom::relay {

class LineNumbers {
 public:
  /// An event went to the judge.
  void submitted() {
    ++pending_;
    ++since_line_;
  }
  /// What came of one was applied.
  void applied() {
    if (pending_ > 0) --pending_;
  }
  /// The number of a line that is about to go to the judge.
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
  // Events since the latest line, that line among them.
  uint64_t since_line_ = 0;
};

}  // namespace moonroom::relay
