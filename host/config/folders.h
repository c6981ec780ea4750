// The folders that a host uses unless an option names others.
#pragma once

#include <filesystem>

namespace moonroom::config {

/// The folder of `scripts/` and `plugins/`: beside the program in its source tree, share/moonroom
/// when installed; else the current folder.
std::filesystem::path home_of(const std::filesystem::path& program);

/// The default plugin folder: `home`/plugins in a source tree. For an installed program, or a
/// source tree of another user, the user's own: $XDG_DATA_HOME/moonroom/plugins.
std::filesystem::path default_plugins(const std::filesystem::path& home);

/// The user's own: $XDG_STATE_HOME/moonroom; /var/lib/moonroom for a user without a home.
std::filesystem::path default_data();

}  // namespace moonroom::config
