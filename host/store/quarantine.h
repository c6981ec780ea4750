// Sets a damaged file aside, unchanged, so that a new one can be created.
#pragma once

#include <filesystem>

#include "base/result.h"

namespace moonroom::store {

/// Renames `room.db` to the first free `room.db.damaged-<n>`, and its write-ahead log with it, so
/// that SQLite's tools find both. Returns the new name. No connection to it can be open.
Result<std::filesystem::path> quarantine(const std::filesystem::path& file);

}  // namespace moonroom::store
