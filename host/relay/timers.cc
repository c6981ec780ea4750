#include "relay/timers.h"

namespace moonroom::relay {

void Timers::set(const room::SetTimer& timer, SteadyTime now) {
  cancel({timer.owner, timer.timer});
  if (order_.size() >= kMost) return;
  const Key key{timer.owner, timer.timer};
  by_key_[key] = order_.emplace(now + timer.after, Running{key, timer.every});
}

void Timers::cancel(const room::Cancel& timer) {
  const auto found = by_key_.find({timer.owner, timer.callback});
  if (found == by_key_.end()) return;
  order_.erase(found->second);
  by_key_.erase(found);
}

void Timers::clear() {
  order_.clear();
  by_key_.clear();
}

std::vector<room::TimerDue> Timers::due(SteadyTime now) {
  std::vector<room::TimerDue> events;
  while (!order_.empty() && order_.begin()->first <= now) {
    const Running running = order_.begin()->second;
    order_.erase(order_.begin());
    by_key_.erase(running.key);
    events.push_back({running.key.first, running.key.second});
    if (running.every > Duration::zero())
      by_key_[running.key] = order_.emplace(now + running.every, running);
  }
  return events;
}

std::optional<SteadyTime> Timers::next() const {
  if (order_.empty()) return std::nullopt;
  return order_.begin()->first;
}

}  // namespace moonroom::relay
