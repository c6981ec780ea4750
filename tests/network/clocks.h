// The two clocks, read at once: what a program on the outside of the pure code hands it.
#pragma once

#include "base/moment.h"

namespace moonroom::network {

inline Moment clocks() {
  using std::chrono::time_point_cast;
  return {std::chrono::steady_clock::now(),
          time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now())};
}

}  // namespace moonroom::network
