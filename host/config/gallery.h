// The plugins that come with Moonroom and are off: to turn one on is to copy its file into the
// folder of plugins, where it can be changed; the room notices by itself. No file is ever written
// over, and none is written through a link.
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

  /// Where the plugins are that are on.
  const std::filesystem::path& folder() const { return plugins_; }
  /// What the administrator is told.
  Result<std::string> enable(std::string_view name) const;
  /// Sets the file aside as NAME.lua.off, from where `enable` takes it back. An older NAME.lua.off
  /// is kept as NAME.lua.off.1, or the first number that is free.
  Result<std::string> disable(std::string_view name) const;
  /// In order.
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
