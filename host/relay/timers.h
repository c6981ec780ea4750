// The timers that plugins asked for, by when they are due. Pure: the loop asks what is due next.
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
  /// Those of a worker that died: what they would call is gone with it.
  void clear();
  /// Takes out what is due. A repeated timer goes on from `now`, so that a stall causes no volley.
  std::vector<room::TimerDue> due(SteadyTime now);
  /// It has been judged: only then is the same plugin's next one due, so that no plugin can fill
  /// the queue with them.
  void answered(const room::TimerDue& timer) { awaiting_verdict_.erase(timer.owner); }
  std::optional<SteadyTime> next() const;
  size_t size() const { return order_.size(); }

 private:
  // A healthy worker keeps each of its plugins far below; a broken one is not to fill the memory.
  static constexpr size_t kMaxTimers = 65'536;

  using Key = std::pair<uint32_t, uint32_t>;
  struct Running {
    Key key;
    Duration every{};
  };
  using Order = std::multimap<SteadyTime, Running>;

  Order order_;
  // Plugins that have a timer that waits to be judged.
  std::set<uint32_t> awaiting_verdict_;
  std::map<Key, Order::iterator> by_key_;
};

}  // namespace moonroom::relay
