// The host's log: one line an event, as text for people or as JSON for programs, and the daily
// files that plugins write. Never a line for a datagram.
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
  /// Where lines go: `show` instead of standard error, when somebody types in that terminal, and
  /// `also` in any case. Either may be nothing.
  using Show = std::function<void(std::string_view)>;

  HostLog(const config::Options& options, Show show, Show also);

  void note(const ring::Note& note);
  void information(std::string_view text) { write(spdlog::level::info, "", text); }
  void warning(std::string_view text) { write(spdlog::level::warn, "", text); }
  void error(std::string_view text) { write(spdlog::level::err, "", text); }
  /// The time of the lines that follow.
  void set_time(const LogTime& time) { time_ = time; }
  /// To the log, or to the daily file that it names, which has it with the next `flush`; nowhere
  /// when the plugin's budget is spent.
  void plugin_line(std::string_view plugin, const room::LogLine& line);
  void flush();
  /// Daily files that were moved are begun anew by themselves; this does it at once.
  void reopen() { files_.reopen(); }

  struct Health {
    /// Why daily files are not written; empty when they are.
    std::string problem;
    /// Lines given up because the disk failed, and lines over a plugin's budget.
    uint64_t lost = 0;
    uint64_t over_budget = 0;
  };
  Health health() const {
    return {files_.problem(), files_.lost(), budget_.dropped() + file_budget_.dropped()};
  }

 private:
  /// Takes any bytes: what is no text is replaced, nothing throws for its sake.
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

/// `text` on one line: line feeds become " | ", tabs become blanks, and no control character and no
/// invalid byte is left.
std::string on_one_line(std::string_view text);

}  // namespace moonroom::logging
