// Why SQLite did not do what it was asked: its code and its words. Inside this folder calls return
// an Outcome, because what is done about a failure depends on its kind; who uses the folder is
// given a Problem that a person can act on.
#pragma once

#include <filesystem>
#include <string>
#include <tl/expected.hpp>

#include "base/result.h"

struct sqlite3;

namespace moonroom::store {

struct Failure {
  /// The file's schema is of a later version than this program knows. No code of SQLite's.
  static constexpr int kNewer = -1;
  /// The file has content that this host knows nothing of. No code of SQLite's.
  static constexpr int kForeign = -2;

  /// SQLite's extended result code, or one of the above.
  int code = 0;
  std::string detail;

  /// The file is no database, or its pages contradict each other: trying again is no use.
  bool is_damage() const;
  /// Trying again later may help: the file cannot be written, for whatever reason.
  bool is_unwritable() const;
};

template <class T>
using Outcome = tl::expected<T, Failure>;

/// What went wrong last in `database`.
tl::unexpected<Failure> failure_of(sqlite3* database);

Problem in_words(const Failure& failure, const std::filesystem::path& file);

}  // namespace moonroom::store
