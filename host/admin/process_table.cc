#include "admin/process_table.h"

#include <fmt/format.h>

#include "base/language.h"
#include "process/process_stats.h"

namespace moonroom::admin {
std::string to_words(std::chrono::seconds time) {
  const auto seconds = time.count();
  if (seconds < 60) return tr_format("{} s", seconds);
  if (seconds < 3600) return tr_format("{} min", seconds / 60);
  return tr_format("{} h {} min", seconds / 3600, seconds / 60 % 60);
}

Row process_heading() {
  return {"PROCESS", "PID", "ALIVE", "AGE", "RESTARTS", "MEMORY", "CPU"};
}

std::string process_table(const std::vector<Row>& processes) {
  return to_table(processes, {"PID", "AGE", "RESTARTS", "MEMORY", "CPU"});
}

Row process_row(const std::string& name, int pid, uint64_t restarts) {
  const auto use = pid > 0 ? process::use_of(pid) : std::nullopt;
  if (!use) return {name, "-", std::string(tr("no")), "-", std::to_string(restarts), "-", "-"};
  const bool alive = use->state != 'Z' && use->state != 'X';
  return {name,
          std::to_string(pid),
          std::string(tr(alive ? "yes" : "no")),
          to_words(use->age),
          std::to_string(restarts),
          fmt::format("{:.1f} MB", static_cast<double>(use->memory) / 1e6),
          fmt::format("{:.2f} s", static_cast<double>(use->cpu.count()) / 1e3)};
}

std::string how_long(Duration time) {
  return to_words(std::chrono::ceil<std::chrono::seconds>(time));
}

}  // namespace moonroom::admin
