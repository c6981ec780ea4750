#include "process/process_stats.h"

#include <fmt/format.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

namespace moonroom::process {
namespace {

// The fields of /proc/PID/stat behind the name in parentheses, which can contain anything
// (proc(5)).
std::vector<std::string> stat_fields(int pid) {
  std::ifstream in(fmt::format("/proc/{}/stat", pid));
  std::string line;
  std::getline(in, line);
  const auto name_end = line.rfind(')');
  if (name_end == std::string::npos) return {};
  std::istringstream rest(line.substr(name_end + 1));
  return {std::istream_iterator<std::string>(rest), {}};
}

// Field numbers less 3: the list above begins with the third, the state.
enum Field : size_t { kState = 0, kUserTime = 11, kSystemTime = 12, kStartTime = 19, kPages = 21 };

int64_t seconds_since_boot() {
  timespec time{};
  ::clock_gettime(CLOCK_BOOTTIME, &time);
  return time.tv_sec;
}

// A process can have been a shell, or an earlier version, before it became this program.
const int64_t kProgramStarted = seconds_since_boot();

}  // namespace

std::optional<ProcessUse> use_of(int pid) {
  const auto fields = stat_fields(pid);
  if (fields.size() <= kPages) return std::nullopt;
  const auto ticks = static_cast<uint64_t>(::sysconf(_SC_CLK_TCK));
  const auto number = [&](size_t field) { return std::stoull(fields[field]); };
  ProcessUse use;
  use.state = fields[kState].front();
  use.cpu = std::chrono::milliseconds((number(kUserTime) + number(kSystemTime)) * 1000 / ticks);
  auto started = static_cast<int64_t>(number(kStartTime) / ticks);
  if (pid == ::getpid()) started = std::max(started, kProgramStarted);
  use.age = std::chrono::seconds(std::max<int64_t>(0, seconds_since_boot() - started));
  use.memory = number(kPages) * static_cast<size_t>(::sysconf(_SC_PAGESIZE));
  return use;
}

}  // namespace moonroom::process
