// The files of Lua on disk: read here and given to the worker, which can open no file itself. Knows
// what it read last, so that it can tell what has changed since.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "app/options.h"
#include "base/result.h"
#include "ring/message.h"

namespace moonroom::app {

/// One file, as it is named in messages: "plugins/welcome.lua".
Result<ring::Load> read_lua_file(ring::Role role, const std::filesystem::path& path);

/// The files of Lua in a folder, in order; tests and hidden files are none. None when it cannot be
/// read.
std::vector<std::filesystem::path> lua_files(const std::filesystem::path& folder);

class Library {
 public:
  /// `options` must outlive the library.
  explicit Library(const Options& options) : options_(options) {}

  /// The wordings, the settings, the scripts and the plugins, each kind in the order of names. A
  /// Problem names the folder or file that cannot be read and what to do.
  Result<std::vector<ring::Load>> read();

  struct Changes {
    /// New, or with other contents than before.
    std::vector<ring::Load> changed;
    /// By their `path`.
    std::vector<std::string> gone;
    /// What cannot be read: it counts as unchanged.
    std::vector<std::string> wrong;
  };
  /// What has changed since the last look.
  Changes look();

  /// One plugin or script, as it stands on disk.
  Result<ring::Load> read_again(const ring::Load& file) const;

  /// The folders in which a change matters.
  std::vector<std::filesystem::path> folders() const;

 private:
  struct Shelf;
  std::vector<Shelf> shelves() const;
  void look_at(const Shelf& shelf, Changes& changes);
  void remove_missing(const std::vector<std::string>& there, Changes& changes);

  struct Known {
    ring::Role role = ring::Role::plugin;
    std::string source;
  };
  const Options& options_;
  // By `path`.
  std::map<std::string, Known> known_;
};

}  // namespace moonroom::app
