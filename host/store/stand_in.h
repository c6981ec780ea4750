// A database in memory in place of a file on a full or read-only disk. It copies the file's content
// without writing anything beside it; SQLite can read the file directly only where it can create an
// index for the write-ahead log.
#pragma once

#include <string>

#include "store/database.h"

namespace moonroom::store {

/// Empty when there is no file. The content has the file's version.
Outcome<Database> stand_in_for(const std::string& file);

/// Distinguishes files with different content, as far as a host needs that did not write them.
Outcome<std::string> content_mark(Database& database);

}  // namespace moonroom::store
