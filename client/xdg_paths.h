// Where the client keeps what it remembers (XDG Base Directory Specification), and what else its
// environment says. Folders are for their owner alone.
#pragma once

#include <filesystem>
#include <string_view>

namespace moonroom::client {

/// Empty when it is not set. Valid until the environment changes.
std::string_view environment(const char* variable);

/// $XDG_STATE_HOME/moonroom, else ~/.local/state/moonroom: what may be lost. Empty when the
/// environment has no place for it.
std::filesystem::path state_folder();
/// $XDG_CONFIG_HOME/moonroom, else ~/.config/moonroom: what a person may edit. Empty when the
/// environment has no place for it.
std::filesystem::path config_folder();

/// Makes a folder that is missing, with mode 0700, and what is missing above it. Nothing is said
/// when that fails: whoever opens a file in it finds out.
void make_private(const std::filesystem::path& folder);

}  // namespace moonroom::client
