// The packet numbers that have been received, to reject duplicates (RFC 4303, 3.4.3). It stores the
// newest number and the 1,023 before it; older numbers count as received.
#pragma once

#include <bitset>
#include <cstdint>

namespace moonroom::secure {

class ReplayWindow {
 public:
  /// 0 before the first packet.
  uint64_t newest() const { return newest_; }
  /// Numbers count from 1.
  bool is_fresh(uint64_t number) const {
    if (number > newest_) return true;
    return number != 0 && newest_ - number < kSize && !seen_[number % kSize];
  }
  void mark(uint64_t number) {
    if (number > newest_) advance(number);
    seen_.set(number % kSize);
  }

 private:
  // Wider than the reordering of known networks; 128 bytes a session.
  static constexpr uint64_t kSize = 1024;

  void advance(uint64_t number) {
    if (number - newest_ >= kSize)
      seen_.reset();
    else
      for (auto skipped = newest_ + 1; skipped < number; ++skipped) seen_.reset(skipped % kSize);
    newest_ = number;
  }

  // One bit for each number in the window, at its remainder.
  std::bitset<kSize> seen_;
  uint64_t newest_ = 0;
};

}  // namespace moonroom::secure
