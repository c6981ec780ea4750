// The clocks of this machine, for the rim of the programs. Whatever lies further in is handed a
// Moment, or a part of one.
#pragma once

#include <chrono>

#include "base/moment.h"

namespace moonroom::process {

inline WallTime wall_time() {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

inline Moment moment() {
  return {std::chrono::steady_clock::now(), wall_time()};
}

}  // namespace moonroom::process
