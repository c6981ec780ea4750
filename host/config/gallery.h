// The plugins that come with Moonroom and are off. Enabling one copies its file into the plugin
// folder, where it can be edited; a running host notices the new file. Never overwrites a file,
// never writes through a link.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace moonroom::config {

class Gallery {
 public:
  Gallery(std::filesystem::path plugins, std::filesystem::path gallery)
      : plugins_(std::move(plugins)), gallery_(std::move(gallery)) {}

  /// The folder of the plugins that are on.
  const std::filesystem::path& folder() const { return plugins_; }
  /// Returns a message for the administrator, as `disable` does.
  Result<std::string> enable(std::string_view name) const;
  /// Renames the file to NAME.lua.off, from where `enable` restores it. An older NAME.lua.off is
  /// kept as NAME.lua.off.1, or the first free number.
  Result<std::string> disable(std::string_view name) const;
  /// Sorted.
  std::vector<std::string> names() const;
  /// Some plugin is turned off.
  bool has_any_off() const;

 private:
  std::filesystem::path place_of(std::string_view name, std::string_view ending) const;
  Result<std::string> make_room(const std::filesystem::path& aside) const;

  std::filesystem::path plugins_;
  std::filesystem::path gallery_;
};

}  // namespace moonroom::config
