// What plugins keep (`room.store`), from one start of the host to the next: a file for each,
// written anew when something in it changed and put in the place of the old one by rename, so that
// whoever reads it, after whatever accident of this program, finds one state or the other, whole.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/value.h"

namespace moonroom::store {

class PluginData {
 public:
  /// An empty folder: nothing is kept on disk. One that is not there is made when it is needed.
  explicit PluginData(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// The fields that the plugin of this name has kept; none when nothing can be read. `plugin` is a
  /// file's name without its ending.
  const Table& of(const std::string& plugin);
  /// Changes a field; nil takes it away. On disk after the next `commit`.
  void keep(const std::string& plugin, const std::string& key, Value value);
  /// Writes what has changed. What cannot be written stays in memory and is tried again.
  Result<void> commit();

 private:
  std::filesystem::path path_of(const std::string& plugin) const;
  Result<void> write(const std::string& plugin) const;

  std::filesystem::path folder_;
  std::map<std::string, Table> tables_;
  std::set<std::string> changed_;
};

}  // namespace moonroom::store
