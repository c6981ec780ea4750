// What one entered in earlier runs, a line each, readable by its owner alone. Several clients may
// add to it at once. Where it cannot be read or written, or is no regular
// file, nothing is said: history is a convenience.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace moonroom::client {

/// In `state_folder()`; nothing when the environment has no place for it.
std::optional<std::filesystem::path> history_place();

/// The oldest first. A file that has grown long is shortened.
std::vector<std::string> load_history(const std::filesystem::path& file);

void add_to_history(const std::filesystem::path& file, const std::string& line);

}  // namespace moonroom::client
