// Which packet numbers have come already, so that none is taken twice (RFC 4303, 3.4.3). It knows
// the newest number and the 1,023 before it; whatever is older counts as seen.
#pragma once

#include <bitset>
#include <cstdint>

namespace moonroom::secure {

class ReplayWindow {
 public:
  /// 0 when none has come.
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
  // Wider than any reordering that a network is known for; 128 bytes a session.
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
