// The Lua files on disk, for the worker, which cannot open files. Remembers the last state and so
// finds what has changed; a scan (config/lua_scan.h) reads the disk, here or on another thread.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "config/lua_scan.h"
#include "config/options.h"
#include "ring/message.h"

namespace moonroom::config {

class LuaSources {
 public:
  /// `options` must outlive this.
  explicit LuaSources(const Options& options) : options_(options) {}

  /// The wordings, the settings, the scripts and the plugins, each kind sorted by name; unreadable
  /// files are included with their problem. A Problem, when the host cannot start, names the folder
  /// or wording and says what to do. A missing plugin folder does not prevent the start:
  /// `drain_changes` reports it.
  Result<std::vector<ring::PluginSource>> read();

  struct Changes {
    /// New or changed files, including those with a new problem.
    std::vector<ring::PluginSource> changed;
    /// By their `path`.
    std::vector<std::string> gone;
    /// New errors of folders and wordings; the files in such a folder count as unchanged.
    std::vector<std::string> wrong;
    /// Valid, but probably not intended: copies.
    std::vector<std::string> notices;

    bool empty() const {
      return changed.empty() && gone.empty() && wrong.empty() && notices.empty();
    }
  };

  /// The input of a scan, and the function that applies its result.
  ScanOrder order() const;
  void apply_scan(Scan found);
  /// Changes since the last call.
  Changes drain_changes() { return std::exchange(changes_, {}); }
  bool has_changes() const { return !changes_.empty(); }
  /// Scans now, on this thread; returns the changes.
  Changes rescan();

  /// Reads one plugin or script from disk again.
  Result<ring::PluginSource> read_again(const ring::PluginSource& file) const;

  /// Folders and wordings that could not be read in the last scan.
  const std::vector<std::string>& unseen() const { return unseen_; }
  /// Where changes matter, as of the last scan.
  const WatchedFolders& watched() const { return watched_; }

 private:
  struct Known {
    ring::PluginSource load;
    std::optional<files::Stamp> stamp;
  };
  void apply_file(ScannedFile& file);
  void remove_missing(const Scan& found);
  void complain(const std::vector<std::string>& wrong);
  void find_copies();

  const Options& options_;
  // By the path on disk.
  std::map<std::string, Known> known_;
  std::set<std::string> told_wrong_;
  std::set<std::string> told_copies_;
  std::vector<std::string> unseen_;
  WatchedFolders watched_;
  Changes changes_;
};

}  // namespace moonroom::config
