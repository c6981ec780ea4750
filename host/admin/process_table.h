// The table of /ps: the host's processes, as the kernel reports them.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "admin/table.h"
#include "base/moment.h"

namespace moonroom::admin {

/// The heading of the table.
Row process_heading();
Row process_row(const std::string& name, int pid, uint64_t restarts);
std::string process_table(const std::vector<Row>& processes);

/// "5 s", "3 min", "2 h 5 min".
std::string to_words(std::chrono::seconds time);
/// The same, of a time that is rounded up to seconds.
std::string how_long(Duration time);

}  // namespace moonroom::admin
