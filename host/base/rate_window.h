// At most so many events a second, first come, first served. Pure.
#pragma once

#include <chrono>

#include "base/moment.h"

namespace moonroom {

class RateWindow {
 public:
  explicit RateWindow(int a_second) : a_second_(a_second) {}

  /// False when this second's budget is used up. `now` never runs backwards.
  bool try_acquire(SteadyTime now) {
    if (now >= since_ + std::chrono::seconds(1)) {
      since_ = now;
      left_ = a_second_;
    }
    if (left_ == 0) return false;
    --left_;
    return true;
  }

 private:
  int a_second_;
  int left_ = 0;
  SteadyTime since_ = SteadyTime::min();
};

}  // namespace moonroom
