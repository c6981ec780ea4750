#include "bench/load/cpu_time.h"

#include <fmt/format.h>
#include <time.h>
#include <unistd.h>

#include <fstream>
#include <sstream>
#include <string>

namespace moonroom::bench {
namespace {

// proc(5), /proc/PID/stat. The name can contain any character; the time is the 12th field after its
// bracket.
double user_seconds(pid_t pid) {
  std::ifstream file(fmt::format("/proc/{}/stat", pid));
  std::string text;
  std::getline(file, text);
  std::istringstream fields(text.substr(text.rfind(')') + 1));
  std::string skipped;
  for (int i = 0; i < 11; ++i) fields >> skipped;
  double ticks = 0;
  fields >> ticks;
  return ticks / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

// sched-stats, /proc/PID/schedstat: the second number. Of the first thread only; all servers but
// one have only that.
double waited_seconds(pid_t pid) {
  std::ifstream file(fmt::format("/proc/{}/schedstat", pid));
  double ran = 0;
  double waited = 0;
  file >> ran >> waited;
  return waited / 1e9;
}

}  // namespace

Result<CpuTime> cpu_time(pid_t pid) {
  clockid_t clock{};
  timespec time{};
  if (::clock_getcpuclockid(pid, &clock) != 0 || ::clock_gettime(clock, &time) != 0)
    return problem(fmt::format("there is no process {}", pid));
  const auto all = static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
  return CpuTime{all, user_seconds(pid), waited_seconds(pid)};
}

}  // namespace moonroom::bench
