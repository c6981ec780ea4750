#include "process/clocks.h"

#include <fstream>

namespace moonroom::process {

// From the file and not from CLOCK_BOOTTIME: a time namespace shifts both, but a program with
// clocks faked by a preloaded library still reads the machine's uptime.
std::optional<std::chrono::milliseconds> uptime() {
  std::ifstream file("/proc/uptime");
  double seconds = 0;
  if (!(file >> seconds)) return std::nullopt;
  return std::chrono::milliseconds(static_cast<int64_t>(seconds * 1000));
}

std::string boot_id() {
  std::ifstream file("/proc/sys/kernel/random/boot_id");
  std::string id;
  file >> id;
  return id;
}

}  // namespace moonroom::process
