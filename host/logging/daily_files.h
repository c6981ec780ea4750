// The files that plugins write: `NAME_YYYY-MM-DD.log` under `logs/`, one a day and name, for their
// owner alone; those whose date is more than thirty days ago are deleted. A file that was moved or
// deleted is begun anew. While the disk does not take lines, some wait in memory.
//
// Its owner calls `flush` once a turn, and says what the time is: dates must be of a clock that
// does not jump (TrustedClock::calendar), or a wrong clock would delete everything.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/moment.h"
#include "base/unique_fd.h"

namespace moonroom::logging {

/// What the clocks say when lines are written.
struct LogTime {
  SteadyTime steady{};
  /// Stands in the lines.
  WallTime wall;
  /// Stands in the names of files.
  WallTime calendar;
  /// Dates mean now what they meant when the files were named.
  bool dates_hold = true;
};

class DailyFiles {
 public:
  /// Made when something is written.
  explicit DailyFiles(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// Takes a line, which is on disk with the next `flush`. False when there are too many files.
  bool add(const std::string& name, std::string_view line, const LogTime& time);
  /// Writes what was added, and deletes old files once a day. True when `problem` has changed.
  bool flush(const LogTime& time);
  /// Opens every file anew, as after a SIGHUP.
  void reopen();

  /// Why lines are not on disk; empty when all are.
  const std::string& problem() const { return problem_; }
  /// Lines that were given up because too many waited.
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

/// The day in the name of a daily file, in days since 1970; nothing when it is none.
std::optional<std::chrono::sys_days> date_of_log(std::string_view file_name);

}  // namespace moonroom::logging
