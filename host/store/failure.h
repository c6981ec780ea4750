// A failure of SQLite: its code and its message. Inside this folder calls return an Outcome,
// because the reaction depends on the kind of failure; users of the folder get a Problem that a
// person can act on.
#pragma once

#include <filesystem>
#include <string>
#include <tl/expected.hpp>

#include "base/result.h"

struct sqlite3;

namespace moonroom::store {

struct Failure {
  /// The file's schema is newer than this program. Not a code of SQLite's.
  static constexpr int kNewer = -1;
  /// The file has content that this host did not write. Not a code of SQLite's.
  static constexpr int kForeign = -2;

  /// SQLite's extended result code, or one of the above.
  int code = 0;
  std::string detail;

  /// The file is no database, or its pages are inconsistent: a retry is useless.
  bool is_damage() const;
  /// A later retry can help: the file cannot be written at the moment.
  bool is_unwritable() const;
};

template <class T>
using Outcome = tl::expected<T, Failure>;

/// The latest error in `database`.
tl::unexpected<Failure> failure_of(sqlite3* database);

Problem in_words(const Failure& failure, const std::filesystem::path& file);

}  // namespace moonroom::store
