// The kernel's statistics of one process.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>

namespace moonroom::process {

struct ProcessUse {
  char state = '?';
  std::chrono::milliseconds cpu{};
  std::chrono::seconds age{};
  size_t memory = 0;
};

/// From /proc; nullopt when there is no such process.
std::optional<ProcessUse> use_of(int pid);

}  // namespace moonroom::process
