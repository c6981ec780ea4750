// Scans the folders of Lua files and reads the changed ones. Depends only on the disk and on what
// is already known; it keeps no state, so it can run on any thread.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/moment.h"
#include "base/result.h"
#include "files/regular_file.h"
#include "ring/message.h"

namespace moonroom::config {

/// A plugin is a page or two; a larger file is a mistake, or data that does not belong into code.
constexpr size_t kMaxLuaFile = size_t{256} << 10;

/// Limit for one folder. A folder with more files is probably not a plugin folder.
constexpr size_t kMaxLuaFiles = 128;

struct ScanOrder {
  std::filesystem::path scripts;
  std::filesystem::path plugins;
  std::string wording;
  /// The known files, by path on disk; with a stamp while equal stamps mean equal bytes.
  std::map<std::string, std::optional<files::Stamp>> known;
};

struct ScannedFile {
  std::string place;
  /// Role, name and path; and the source, or the problem.
  ring::PluginSource load;
  /// Equal to the known stamp: not read again.
  bool is_unchanged = false;
  std::optional<files::Stamp> stamp;
};

/// For each watched folder the names whose changes matter; empty means all names.
using WatchedFolders = std::map<std::string, std::set<std::string>>;

struct Scan {
  /// In load order: later files build on earlier ones.
  std::vector<ScannedFile> files;
  /// Folders that cannot be listed: their contents are unknown.
  std::vector<std::string> unseen;
  /// Errors of folders and wordings.
  std::vector<std::string> wrong;
  /// Why the host cannot start, or an empty string.
  std::string fatal;
  WatchedFolders watched;
};

Scan scan(const ScanOrder& order, WallTime now);

/// Reads one file; the result has its path as in messages: "plugins/welcome.lua". A Problem names
/// the path as given.
Result<ring::PluginSource> read_lua_file(ring::Role role, const std::filesystem::path& path);

/// The files in a folder that are plugins, or seem to be; sorted. Empty when the folder cannot be
/// listed.
std::vector<std::filesystem::path> lua_files(const std::filesystem::path& folder);

}  // namespace moonroom::config
