// What waits to be judged and said: how much, since when, and of whom. Past what can be sent in
// about a second new lines are refused by rule: each member may have as many waiting as there is
// room left, so one who talks without end gets half of it and leaves the other half to all others
// (dynamic thresholds: Choudhury and Hahne, 1998). Pure.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <unordered_map>

#include "base/fifo.h"
#include "base/moment.h"
#include "room/event.h"

namespace moonroom::relay {

class Load {
 public:
  bool has_room_for(room::MemberId who, size_t listeners) const {
    const auto found = waiting_.find(who);
    const size_t own = found == waiting_.end() ? 0 : found->second;
    const auto most = most_lines(listeners);
    return own < most - std::min(most, came_.size());
  }
  void took_line_of(room::MemberId who, SteadyTime now) {
    came_.push_back(now);
    ++waiting_[who];
  }
  /// Lines are said in the order in which they were taken. Returns how long this one has waited.
  Duration said_line_of(room::MemberId who, SteadyTime now) {
    const auto found = waiting_.find(who);
    if (found != waiting_.end() && found->second > 0) --found->second;
    const auto waited = now - came_.front();
    came_.pop_front();
    return waited;
  }
  /// What he still has waiting is said all the same.
  void forget(room::MemberId who) { waiting_.erase(who); }

 private:
  // A datagram costs the kernel some microseconds.
  static constexpr size_t kDeliveriesASecond = 1 << 18;
  // Fewer would refuse what comes at once in a large room; more than the ring holds cannot be.
  static constexpr size_t kFewest = 64;
  static constexpr size_t kMost = 1024;

  static size_t most_lines(size_t listeners) {
    return std::clamp(kDeliveriesASecond / std::max<size_t>(listeners, 1), kFewest, kMost);
  }

  Fifo<SteadyTime> came_;
  // Kept at 0 while its member is here, so that talking does not allocate.
  std::unordered_map<room::MemberId, uint32_t> waiting_;
};

}  // namespace moonroom::relay
