// Whether a disk takes anything: what fails there for that reason is worth trying again, and no
// mistake of the administrator's.
#pragma once

#include <filesystem>

namespace moonroom {

/// Mounted read-only, or full. `path` need not exist: its nearest folder counts.
bool is_full_or_read_only(std::filesystem::path path);

}  // namespace moonroom
