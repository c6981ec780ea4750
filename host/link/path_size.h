// The largest packet that the path carries: RFC 8899's search with two sizes. A link begins with
// packets that every IPv4 path carries. It probes with one of full size once something has been
// acknowledged, and sends full packets when a probe has arrived. After losses of several full
// packets, with none arriving in between, it returns to small ones and probes again later.
// Fragments fit either size (fragment.h), so a fragment lost in a full packet is retransmitted in a
// small one. Pure.
#pragma once

#include <algorithm>
#include <bitset>
#include <chrono>
#include <cstddef>
#include <cstdint>

#include "base/moment.h"

namespace moonroom::link {

/// The frames of a packet that fits 576 bytes (RFC 791, 3.1) with the headers of IPv4, UDP and a
/// sealed packet.
constexpr size_t kBaseFrames = 576 - 20 - 8 - 33;

class PathSize {
 public:
  /// The usable part of the next packet of `whole` bytes.
  size_t limit(size_t whole, SteadyTime now) const {
    return full_ || probes(now) ? whole : std::min(whole, kBaseFrames);
  }
  /// True when the next packet is a probe: it must be padded to the whole size.
  bool probes(SteadyTime now) const { return !full_ && answered_ && now >= next_probe_; }

  /// A packet with fragments leaves; `frames` is its size.
  void sent(uint32_t packet, size_t frames, SteadyTime now) {
    const bool is_full = frames > kBaseFrames;
    sent_full_[packet % sent_full_.size()] = is_full;
    // Schedules another probe, in case nothing is heard of the current one.
    if (is_full && !full_) next_probe_ = now + wait_;
  }
  /// Fragments that were sent only once have arrived: the latest of their packets, and whether one
  /// was a probe.
  void arrived(uint32_t packet, bool is_probe) {
    answered_ = true;
    full_ = full_ || is_probe;
    if (!is_probe && !sent_full_[packet % sent_full_.size()]) return;
    losses_ = 0;
    wait_ = kFirstWait;
  }
  /// Fragments of this packet are considered lost.
  void lost(uint32_t packet, SteadyTime now) {
    if (!sent_full_[packet % sent_full_.size()]) return;
    if (!full_) {
      next_probe_ = now + wait_;
      wait_ = std::min(2 * wait_, kMaxWait);
    } else if (++losses_ >= kMaxLosses) {
      full_ = false;
      losses_ = 0;
      wait_ = kWaitAfterLosses;
      next_probe_ = now + wait_;
    }
  }
  /// Resets the search, because the path has changed.
  void moved() { *this = PathSize(); }

  bool is_full() const { return full_; }

 private:
  static constexpr int kMaxLosses = 3;
  static constexpr Duration kFirstWait = std::chrono::seconds(1);
  static constexpr Duration kWaitAfterLosses = std::chrono::seconds(10);
  // RFC 8899, 5.1.1: PMTU_RAISE_TIMER.
  static constexpr Duration kMaxWait = std::chrono::minutes(10);

  // Of the latest packets, as many as can be in flight.
  std::bitset<256> sent_full_;
  SteadyTime next_probe_ = SteadyTime::min();
  Duration wait_ = kFirstWait;
  uint8_t losses_ = 0;
  bool full_ = false;
  bool answered_ = false;
};

}  // namespace moonroom::link
