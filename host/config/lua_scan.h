// Looks through the folders of Lua and reads what has changed in them. A function of the disk and
// of what was read before: it keeps nothing, so it can run on any thread while the room talks.
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

/// Of one folder. More is a folder of something else.
constexpr size_t kMaxLuaFiles = 128;

struct ScanOrder {
  std::filesystem::path scripts;
  std::filesystem::path plugins;
  std::string wording;
  /// What is known, by its place on disk; with a stamp while equal stamps mean equal bytes.
  std::map<std::string, std::optional<files::Stamp>> known;
};

struct ScannedFile {
  std::string place;
  /// Role, name and path; and the source, or the problem.
  ring::PluginSource load;
  /// As it is known: not read again.
  bool is_unchanged = false;
  std::optional<files::Stamp> stamp;
};

/// A folder in which a change of these names matters; of any name when there are none.
using WatchedFolders = std::map<std::string, std::set<std::string>>;

struct Scan {
  /// In the order in which they are loaded: later ones build on those before.
  std::vector<ScannedFile> files;
  /// Folders that cannot be listed: nothing is known about what is in them.
  std::vector<std::string> unseen;
  /// What is wrong with folders and wordings.
  std::vector<std::string> wrong;
  /// Why there can be no room, or nothing.
  std::string fatal;
  WatchedFolders watched;
};

Scan scan(const ScanOrder& order, WallTime now);

/// One file, as it is named in messages: "plugins/welcome.lua"; a Problem names it as it was asked
/// for.
Result<ring::PluginSource> read_lua_file(ring::Role role, const std::filesystem::path& path);

/// The names in a folder that are plugins, or are meant to be; in order. None when it cannot be
/// listed.
std::vector<std::filesystem::path> lua_files(const std::filesystem::path& folder);

}  // namespace moonroom::config
