#include "relay/timers.h"

namespace moonroom::relay {

void Timers::set(const room::SetTimer& timer, SteadyTime now) {
  cancel({timer.owner, timer.timer});
  if (order_.size() >= kMaxTimers) return;
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
  for (auto it = order_.begin(); it != order_.end() && it->first <= now;) {
    const Running running = it->second;
    if (!awaiting_verdict_.insert(running.key.first).second) {
      ++it;
      continue;
    }
    it = order_.erase(it);
    by_key_.erase(running.key);
    events.push_back({running.key.first, running.key.second});
    if (running.every > Duration::zero())
      by_key_[running.key] = order_.emplace(now + running.every, running);
  }
  return events;
}

std::optional<SteadyTime> Timers::next() const {
  for (const auto& [time, running] : order_)
    if (!awaiting_verdict_.contains(running.key.first)) return time;
  return std::nullopt;
}

}  // namespace moonroom::relay
