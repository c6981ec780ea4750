// The host's log: one line an event, as text for people or as JSON for programs, and the daily
// files that plugins write. Never a line for a datagram.
#pragma once

#include <spdlog/logger.h>

#include <functional>
#include <map>
#include <memory>
#include <string_view>

#include "app/options.h"
#include "ring/worker_judge.h"

namespace moonroom::app {

class HostLog {
 public:
  /// Where lines go: `show` instead of standard error, when somebody types in that terminal, and
  /// `also` in any case. Either may be nothing.
  using Show = std::function<void(std::string_view)>;

  HostLog(const Options& options, Show show, Show also);

  void note(const ring::Note& note);
  void information(std::string_view text) { write(spdlog::level::info, "", text); }
  void warning(std::string_view text) { write(spdlog::level::warn, "", text); }
  void error(std::string_view text) { write(spdlog::level::err, "", text); }
  /// To the log, or to the daily file that it names, which has it with the next `flush`.
  void plugin_line(std::string_view plugin, const room::LogLine& line);
  void flush();

 private:
  /// Takes any bytes: what is no text is replaced, nothing throws for its sake.
  void write(spdlog::level::level_enum level, std::string_view plugin, std::string_view text);
  spdlog::logger* daily(const std::string& name);

  LogFormat format_;
  std::filesystem::path folder_;
  std::shared_ptr<spdlog::logger> logger_;
  std::map<std::string, std::shared_ptr<spdlog::logger>> daily_;
  bool daily_has_lines_ = false;
};

/// `text` on one line: line feeds become " | ", tabs become blanks, and no control character and no
/// invalid byte is left.
std::string on_one_line(std::string_view text);

}  // namespace moonroom::app
