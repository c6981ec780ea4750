// The timers of plugins, ordered by due time. Pure: the loop queries the next deadline.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "base/moment.h"
#include "room/event.h"

namespace moonroom::relay {

class Timers {
 public:
  void set(const room::SetTimer& timer, SteadyTime now);
  void cancel(const room::Cancel& timer);
  /// Removes all timers: the worker has died, and their callbacks with it.
  void clear();
  /// Removes and returns due timers. A repeated timer restarts from `now`, so that a stall causes
  /// no burst.
  std::vector<room::TimerDue> due(SteadyTime now);
  /// A timer has been judged. Only then does the same plugin's next one become due, so that no
  /// plugin can fill the queue with timers.
  void answered(const room::TimerDue& timer) { awaiting_verdict_.erase(timer.owner); }
  std::optional<SteadyTime> next() const;
  size_t size() const { return order_.size(); }

 private:
  // A healthy worker limits each of its plugins far below this; this bounds the memory against a
  // broken one.
  static constexpr size_t kMaxTimers = 65'536;

  using Key = std::pair<uint32_t, uint32_t>;
  struct Running {
    Key key;
    Duration every{};
  };
  using Order = std::multimap<SteadyTime, Running>;

  Order order_;
  // Plugins with a timer that waits for its verdict.
  std::set<uint32_t> awaiting_verdict_;
  std::map<Key, Order::iterator> by_key_;
};

}  // namespace moonroom::relay
