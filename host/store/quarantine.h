// What is done with a file that is damaged: nothing in it is destroyed, it only makes room.
#pragma once

#include <filesystem>

#include "base/result.h"

namespace moonroom::store {

/// Renames `room.db` to the first `room.db.damaged-<n>` that is free, and its write-ahead log with
/// it, so that SQLite's tools find both; returns the new name. Nobody must have it open.
Result<std::filesystem::path> quarantine(const std::filesystem::path& file);

}  // namespace moonroom::store
