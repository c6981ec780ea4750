// The log files of plugins: `NAME_YYYY-MM-DD.log` under `logs/`, one for each day and name,
// readable by their owner alone. Files older than thirty days are deleted. A file that was moved or
// deleted is created again. While writes fail, a bounded number of lines waits in memory.
//
// Its owner must call `flush` once a turn and pass the time. Dates must come from a clock that does
// not jump (TrustedClock::calendar), or a wrong clock would delete everything.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/moment.h"
#include "base/unique_fd.h"

namespace moonroom::logging {

/// The time at which lines are written.
struct LogTime {
  SteadyTime steady{};
  /// For the lines.
  WallTime wall;
  /// For the file names.
  WallTime calendar;
  /// The dates in existing file names are right.
  bool dates_hold = true;
};

class DailyFiles {
 public:
  /// Creates the folder with the first line.
  explicit DailyFiles(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// Adds a line, which the next `flush` writes. False when there are too many files.
  bool add(const std::string& name, std::string_view line, const LogTime& time);
  /// Writes the added lines, and deletes old files once a day. True when `problem` has changed.
  bool flush(const LogTime& time);
  /// Reopens every file, as after a SIGHUP.
  void reopen();

  /// Why lines are not on disk; empty when all are.
  const std::string& problem() const { return problem_; }
  /// Lines dropped because too many waited.
  uint64_t lost() const { return lost_; }

 private:
  struct File {
    UniqueFd descriptor;
    std::filesystem::path path;
    std::string waiting;
  };

  std::string write(const std::string& name, File& file, const std::string& date);
  std::string open(const std::string& name, File& file, const std::string& date);
  std::string make_folder();
  void delete_old(const LogTime& time);

  std::filesystem::path folder_;
  std::map<std::string, File> files_;
  bool has_lines_ = false;
  std::string problem_;
  std::optional<SteadyTime> failed_at_;
  std::string tidied_on_;
  uint64_t lost_ = 0;
};

/// The day in the name of a daily file; nullopt for other names.
std::optional<std::chrono::sys_days> date_of_log(std::string_view file_name);

}  // namespace moonroom::logging
