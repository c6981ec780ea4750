// A priority queue of deadlines. An item that is added again with an earlier time becomes due at
// that time. A later time needs no update: the caller checks when the item comes up. Pure.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <queue>
#include <utility>
#include <vector>

#include "base/moment.h"

namespace moonroom {

class DeadlineQueue {
 public:
  void add(SteadyTime when, uint64_t what) { due_.emplace(when, what); }
  std::optional<SteadyTime> next() const {
    return due_.empty() ? std::nullopt : std::optional(due_.top().first);
  }
  /// Removes an item that is due by now. It can come too early, or twice.
  std::optional<uint64_t> pop_due(SteadyTime now) {
    if (due_.empty() || due_.top().first > now) return std::nullopt;
    const auto what = due_.top().second;
    due_.pop();
    return what;
  }
  size_t size() const { return due_.size(); }

 private:
  using Due = std::pair<SteadyTime, uint64_t>;
  std::priority_queue<Due, std::vector<Due>, std::greater<>> due_;
};

}  // namespace moonroom
