// The lines of one sender that one member has received: the last 64 numbers, more than are ever in
// flight.
#pragma once

#include <cstdint>

namespace moonroom::bench {

enum class Order { in_turn, overtaken, doubled, ancient };

class HeardBefore {
 public:
  Order note(uint32_t number) {
    if (number >= next_) {
      const auto ahead = number - next_ + 1;
      seen_ = (ahead < kRemembered ? seen_ << ahead : 0) | 1;
      next_ = number + 1;
      return Order::in_turn;
    }
    const auto behind = next_ - 1 - number;
    if (behind >= kRemembered) return Order::ancient;
    const auto bit = uint64_t{1} << behind;
    if (seen_ & bit) return Order::doubled;
    seen_ |= bit;
    return Order::overtaken;
  }

 private:
  static constexpr uint32_t kRemembered = 64;

  uint32_t next_ = 0;
  /// Bit i is number next_ - 1 - i.
  uint64_t seen_ = 0;
};

}  // namespace moonroom::bench
