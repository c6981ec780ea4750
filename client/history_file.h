// The lines entered in earlier runs, one a line, readable by their owner alone. Several clients can
// append to the file at once. `load_history` reports an unusable file once; `add_to_history` is
// silent, because history is a convenience.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

namespace moonroom::client {

/// In `state_folder()`; nullopt when the environment has no place for it.
std::optional<std::filesystem::path> history_place();

/// The oldest line first; none when there is no file yet. Shortens a long file. A Problem, in one
/// line of the reader's language, when the file cannot be read or written or is no regular file.
/// Never blocks, and opens nothing but regular files.
Result<std::vector<std::string>> load_history(const std::filesystem::path& file);

void add_to_history(const std::filesystem::path& file, const std::string& line);

}  // namespace moonroom::client
