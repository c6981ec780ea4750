// Bounds the lines that wait for their verdict, per member, by dynamic thresholds (Choudhury and
// Hahne, 1998): a member may have as many lines queued as there is room left, so one flooding
// member takes half of the queue and leaves the other half to all others. The queue holds about
// what can be sent in a second. Pure.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <unordered_map>

#include "base/fifo.h"
#include "base/moment.h"
#include "room/event.h"

namespace moonroom::relay {

class DynamicThreshold {
 public:
  bool has_capacity_for(room::MemberId who, size_t listeners) const {
    const auto found = waiting_.find(who);
    const size_t own = found == waiting_.end() ? 0 : found->second;
    const auto most = max_lines(listeners);
    return own < most - std::min(most, enqueued_at_.size());
  }
  void enqueued(room::MemberId who, SteadyTime now) {
    enqueued_at_.push_back(now);
    ++waiting_[who];
  }
  /// Lines leave the queue in order. Returns how long this one was queued.
  Duration dequeued(room::MemberId who, SteadyTime now) {
    const auto found = waiting_.find(who);
    if (found != waiting_.end() && found->second > 0) --found->second;
    const auto waited = now - enqueued_at_.front();
    enqueued_at_.pop_front();
    return waited;
  }
  /// Lines of this member that are still queued are said all the same.
  void forget(room::MemberId who) { waiting_.erase(who); }

 private:
  // A datagram costs the kernel some microseconds.
  static constexpr size_t kDeliveriesPerSecond = 1 << 18;
  // Fewer would refuse what comes at once in a large room; more than the ring holds cannot be.
  static constexpr size_t kMinLines = 64;
  static constexpr size_t kMaxLines = 1024;

  static size_t max_lines(size_t listeners) {
    return std::clamp(kDeliveriesPerSecond / std::max<size_t>(listeners, 1), kMinLines, kMaxLines);
  }

  Fifo<SteadyTime> enqueued_at_;
  // Kept at 0 while its member is here, so that talking does not allocate.
  std::unordered_map<room::MemberId, uint32_t> waiting_;
};

}  // namespace moonroom::relay
