// The clocks of this machine, for the rim of the programs. Whatever lies further in is handed a
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

/// Its trusted time is left to a TrustedClock.
inline Moment moment() {
  return {std::chrono::steady_clock::now(), wall_time()};
}

/// Since the machine was started, the time that it slept included. Nothing where the kernel does
/// not tell.
std::optional<std::chrono::milliseconds> uptime();

/// Which start of the machine this is; empty where the kernel does not tell.
std::string boot_id();

}  // namespace moonroom::process
