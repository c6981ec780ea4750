// A connection to an SQLite file, closed with its owner. For one thread at a time: other readers
// and writers of the file, including other threads, need connections of their own.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "store/failure.h"
#include "store/statement.h"

struct sqlite3;

namespace moonroom::store {

/// In place of a file: a database in memory that ends with its connection.
inline constexpr const char* kInMemory = ":memory:";

class Database {
 public:
  /// `read_only_uri`: the file is given as a URI (sqlite.org/uri.html).
  enum class Access { read_only, read_write, read_only_uri };

  /// `vfs` is the name of a registered one; empty: SQLite's own. Creates a missing file when the
  /// access allows it.
  static Outcome<Database> open(const std::string& file, Access access, const std::string& vfs);

  /// Runs all statements in `sql`, and ignores their rows.
  Outcome<void> run(const std::string& sql);
  /// The single value that `sql` selects, as text.
  Outcome<std::string> ask(const char* sql);
  Outcome<Statement> prepare(const char* sql);

  /// Copies the whole content into `other`, and replaces its content.
  Outcome<void> copy_to(Database& other);

  /// The file could not be opened for writing, so only reads are possible.
  bool is_read_only() const;
  bool in_transaction() const;
  /// How long a call waits for another connection's lock.
  void set_patience(std::chrono::milliseconds longest);
  /// True when the file has been renamed or deleted.
  bool has_moved();
  /// Keeps the write-ahead log beside the file on closing.
  void leave_log();

  /// Disables automatic checkpoints; from now on `log_pages` is valid.
  void checkpoint_by_hand();
  /// The length of the write-ahead log after this connection's latest commit.
  uint64_t log_pages() const { return *log_pages_; }
  enum class Checkpoint { passive, truncate };
  struct Folded {
    uint64_t pages = 0;
    uint64_t of = 0;
  };
  /// How many pages of the log are in the file now, and of how many. A passive checkpoint never
  /// waits for readers or writers. All zero: another connection is checkpointing.
  Outcome<Folded> checkpoint(Checkpoint how);

 private:
  struct Close {
    void operator()(sqlite3* database) const;
  };

  explicit Database(sqlite3* database) : database_(database) {}

  // Before the connection, which writes to it as long as it is open.
  std::unique_ptr<uint64_t> log_pages_ = std::make_unique<uint64_t>(0);
  std::unique_ptr<sqlite3, Close> database_;
};

}  // namespace moonroom::store
