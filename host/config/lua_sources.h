// The Lua files on disk, for the worker, which can open no file itself. Remembers what was read
// last and so finds what has changed since; the disk itself is read by a scan (config/lua_scan.h),
// here or on another thread.
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

  /// The wordings, the settings, the scripts and the plugins, each kind in the order of names; a
  /// file that cannot be read is among them with its problem. A Problem when there can be no room
  /// names the folder or wording and says what to do. Without a folder of plugins there is a room:
  /// `drain_changes` complains of it.
  Result<std::vector<ring::PluginSource>> read();

  struct Changes {
    /// New, or with other contents than before; or with a problem that it did not have before.
    std::vector<ring::PluginSource> changed;
    /// By their `path`.
    std::vector<std::string> gone;
    /// What is wrong with folders and wordings, each told once: what is in them counts as
    /// unchanged.
    std::vector<std::string> wrong;
    /// What is right and yet hardly meant: copies.
    std::vector<std::string> notices;

    bool empty() const {
      return changed.empty() && gone.empty() && wrong.empty() && notices.empty();
    }
  };

  /// What a scan has to know; then what it has found.
  ScanOrder order() const;
  void apply_scan(Scan found);
  /// What has changed since the last call.
  Changes drain_changes() { return std::exchange(changes_, {}); }
  bool has_changes() const { return !changes_.empty(); }
  /// A scan, here and now, and its changes.
  Changes rescan();

  /// One plugin or script, as it stands on disk.
  Result<ring::PluginSource> read_again(const ring::PluginSource& file) const;

  /// Folders (and wordings) that could not be read at the last scan.
  const std::vector<std::string>& unseen() const { return unseen_; }
  /// Where a change matters, as of the last scan.
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
  // By the place on disk.
  std::map<std::string, Known> known_;
  std::set<std::string> told_wrong_;
  std::set<std::string> told_copies_;
  std::vector<std::string> unseen_;
  WatchedFolders watched_;
  Changes changes_;
};

}  // namespace moonroom::config
