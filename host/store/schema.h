// The tables of a room's file, and the migrations from earlier versions.
#pragma once

#include <span>

#include "store/database.h"

namespace moonroom::store {

/// The schema changes of each version, in order; the first creates the tables in an empty file.
/// Append only, because files of every version exist.
std::span<const char* const> migrations();

/// The version of the file, 0 when it is empty. Stored in SQLite's `user_version`.
Outcome<size_t> version_of(Database& database);

/// Runs the missing migrations, each as a whole or not at all. Leaves a newer file unchanged:
/// Failure::kNewer.
Outcome<void> migrate(Database& database, std::span<const char* const> steps);

}  // namespace moonroom::store
