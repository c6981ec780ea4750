// A database in memory that stands in for a file while its disk is full or read-only: the file's
// content is copied without writing anything beside it, which SQLite does by itself only where it
// can make an index for the write-ahead log.
#pragma once

#include <string>

#include "store/database.h"

namespace moonroom::store {

/// Empty when there is no file. The content is as the file has it, of whatever version.
Outcome<Database> stand_in_for(const std::string& file);

/// Tells files with different content apart, as far as a host that did not see them needs it.
Outcome<std::string> content_mark(Database& database);

}  // namespace moonroom::store
