// Read access to a room's history for other processes and threads, while the host writes to the
// same file. Does not block the host.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "base/result.h"
#include "base/trusted_clock.h"
#include "room/log.h"
#include "store/database.h"

namespace moonroom::store {

/// A Problem when this program could not use the folder's file: it is missing, damaged, or of a
/// newer version. Changes nothing, and needs no lock.
Result<void> check_file(const std::filesystem::path& folder, const std::string& vfs = "");

class Reader {
 public:
  /// `vfs`: SQLite's name of a file system, for tests. Fails when there is no file that this
  /// program can read.
  static Result<Reader> open(const std::filesystem::path& folder, const std::string& vfs = "");

  struct Range {
    uint64_t first = 0;
    uint64_t last = 0;
  };
  /// The numbers of the oldest and the latest entry, 0 when there is none. Numbers in between can
  /// be missing.
  Result<Range> range();
  Result<uint64_t> count();
  /// The clock that the host stored last, if it did.
  Result<std::optional<TrustedClock::State>> clock();
  /// Calls `each` with the entries from number `from` to number `to`, both included, in order.
  /// Entries that are added or removed meanwhile can be included or not.
  Result<void> for_each(uint64_t from, uint64_t to,
                        const std::function<void(const room::Entry&)>& each);

 private:
  Reader(std::string file, Database database)
      : file_(std::move(file)), database_(std::move(database)) {}

  Result<uint64_t> ask(const char* sql);
  Outcome<uint64_t> read_some(Statement& select, uint64_t from, uint64_t to,
                              const std::function<void(const room::Entry&)>& each);

  std::string file_;
  Database database_;
};

}  // namespace moonroom::store
