// The folders of the client's files (XDG Base Directory Specification), and other environment
// variables. Folders are private to their owner.
#pragma once

#include <filesystem>
#include <string_view>

namespace moonroom::client {

/// Empty when it is not set. Valid until the environment changes.
std::string_view environment(const char* variable);

/// $XDG_STATE_HOME/moonroom, else ~/.local/state/moonroom: files that are not precious. Empty when
/// the environment has no place for it.
std::filesystem::path state_folder();
/// $XDG_CONFIG_HOME/moonroom, else ~/.config/moonroom: files that a user can edit. Empty when the
/// environment has no place for it.
std::filesystem::path config_folder();

/// Creates a missing folder with mode 0700, and its missing parents. Ignores errors: opening a file
/// in it will report them.
void make_private(const std::filesystem::path& folder);

}  // namespace moonroom::client
