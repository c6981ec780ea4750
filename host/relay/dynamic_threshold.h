// Bounds the lines that wait for their verdict, per member, by dynamic thresholds (Choudhury and
// Hahne, 1998): a member can have as many lines queued as there is space left. One flooding member
// takes half of the queue and leaves the other half to all others. The queue holds about what can
// be sent in a second. Pure.
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
  /// Queued lines of this member are still said.
  void forget(room::MemberId who) { waiting_.erase(who); }

 private:
  // A datagram costs the kernel some microseconds.
  static constexpr size_t kDeliveriesPerSecond = 1 << 18;
  // Fewer would refuse a burst in a large room; the ring cannot hold more.
  static constexpr size_t kMinLines = 64;
  static constexpr size_t kMaxLines = 1024;

  static size_t max_lines(size_t listeners) {
    return std::clamp(kDeliveriesPerSecond / std::max<size_t>(listeners, 1), kMinLines, kMaxLines);
  }

  Fifo<SteadyTime> enqueued_at_;
  // Kept at 0 while the member is here, so that a line does not allocate.
  std::unordered_map<room::MemberId, uint32_t> waiting_;
};

}  // namespace moonroom::relay
