// What one entered in earlier runs, a line each, readable by its owner alone. Several clients may
// add to it at once. A file that cannot be used is reported once, by `load_history`;
// `add_to_history` is silent, because history is a convenience.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

namespace moonroom::client {

/// In `state_folder()`; nothing when the environment has no place for it.
std::optional<std::filesystem::path> history_place();

/// The oldest first; none when there is no file yet. A file that has grown long is shortened. A
/// Problem, in one line of the reader's language, when the file cannot be read or written or is no
/// regular file. Never waits, and opens nothing but regular files.
Result<std::vector<std::string>> load_history(const std::filesystem::path& file);

void add_to_history(const std::filesystem::path& file, const std::string& line);

}  // namespace moonroom::client
