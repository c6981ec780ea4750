// Which of many things is due next, without looking at all of them. A thing that is put in again
// earlier counts from then; what is put in later is found out when it comes up. Pure.
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
  /// Takes one out that is due by now: it may have come early, or twice.
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
