// The clocks of this machine, for the outermost layer of the programs. All other code gets a
// Moment, or a part of one.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "base/moment.h"

namespace moonroom::process {

inline WallTime wall_time() {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

/// Leaves `trusted` to a TrustedClock.
inline Moment moment() {
  return {std::chrono::steady_clock::now(), wall_time()};
}

/// The time since the machine was started, including suspended time. Nullopt where the kernel does
/// not tell.
std::optional<std::chrono::milliseconds> uptime();

/// The id of this boot of the machine; empty where the kernel does not tell.
std::string boot_id();

}  // namespace moonroom::process
