// The tables of a room's file, and how files of earlier versions are brought to the present one.
#pragma once

#include <span>

#include "store/database.h"

namespace moonroom::store {

/// What each version added, in order: the first makes a file of an empty one. Only ever appended
/// to, since files of every version are about.
std::span<const char* const> migrations();

/// Which version the file is of, 0 when it is empty. It is kept in SQLite's `user_version`.
Outcome<size_t> version_of(Database& database);

/// Takes the steps that the file has not taken yet, each whole or not at all. A file that has taken
/// more than there are is left as it is: Failure::kNewer.
Outcome<void> migrate(Database& database, std::span<const char* const> steps);

}  // namespace moonroom::store
