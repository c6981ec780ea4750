// The host's log, one line for each event, as text or as JSON, and the daily files of plugins.
// Never logs per datagram.
#pragma once

#include <spdlog/logger.h>

#include <functional>
#include <memory>
#include <string_view>

#include "config/options.h"
#include "logging/daily_files.h"
#include "logging/log_budget.h"
#include "ring/worker_judge.h"

namespace moonroom::logging {

class HostLog {
 public:
  /// Where lines go: to `show` instead of standard error, when the administrator types in that
  /// terminal, and always to `also`. Either can be unset.
  using Show = std::function<void(std::string_view)>;

  HostLog(const config::Options& options, Show show, Show also);

  void note(const ring::Note& note);
  void information(std::string_view text) { write(spdlog::level::info, "", text); }
  void warning(std::string_view text) { write(spdlog::level::warn, "", text); }
  void error(std::string_view text) { write(spdlog::level::err, "", text); }
  /// Sets the time of the following lines.
  void set_time(const LogTime& time) { time_ = time; }
  /// Writes to the log, or to the daily file that the line names (with the next `flush`). Drops the
  /// line when the plugin's budget is spent.
  void plugin_line(std::string_view plugin, const room::LogLine& line);
  void flush();
  /// Reopens the daily files at once. Moved files are also noticed without it.
  void reopen() { files_.reopen(); }

  struct Health {
    /// Why daily files are not written; empty when they are.
    std::string problem;
    /// Lines dropped because writes failed, and lines over a plugin's budget.
    uint64_t lost = 0;
    uint64_t over_budget = 0;
  };
  Health health() const {
    return {files_.problem(), files_.lost(), budget_.dropped() + file_budget_.dropped()};
  }

 private:
  /// Accepts any bytes: replaces invalid text, never throws because of it.
  void write(spdlog::level::level_enum level, std::string_view plugin, std::string_view text);
  bool is_within_budget(std::string_view plugin, const std::string& file, size_t bytes);

  config::LogFormat format_;
  bool keeps_files_;
  std::shared_ptr<spdlog::logger> logger_;
  LogTime time_;
  DailyFiles files_;
  LogBudget budget_;
  LogBudget file_budget_;
};

/// `text` on one line: line feeds become " | ", tabs become blanks, control characters and invalid
/// bytes are replaced.
std::string on_one_line(std::string_view text);

}  // namespace moonroom::logging
