// Tests whether a disk accepts writes: such failures are worth a retry, and not a mistake of the
// administrator.
#pragma once

#include <filesystem>

namespace moonroom {

/// True for a disk that is mounted read-only or full. If `path` does not exist, its nearest
/// existing folder counts.
bool is_full_or_read_only(std::filesystem::path path);

}  // namespace moonroom
