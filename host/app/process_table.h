// What /ps shows: the processes of the host, as the kernel sees them.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "app/table.h"

namespace moonroom::app {

struct ProcessUse {
  char state = '?';
  std::chrono::milliseconds cpu{};
  std::chrono::seconds age{};
  size_t memory = 0;
};

/// From /proc; nothing when there is no such process.
std::optional<ProcessUse> use_of(int pid);

/// What a table of processes is headed by.
Row process_heading();
Row process_row(const std::string& name, int pid, uint64_t restarts);
std::string process_table(const std::vector<Row>& processes);

/// "5 s", "3 min", "2 h 5 min".
std::string to_words(std::chrono::seconds time);

}  // namespace moonroom::app
