// A connection to an SQLite file, closed with its owner. For one thread at a time: whoever else
// reads or writes the file, another thread too, has a connection of his own.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "store/failure.h"
#include "store/statement.h"

struct sqlite3;

namespace moonroom::store {

/// Stands for a file: a database in memory, gone with its connection.
inline constexpr const char* kInMemory = ":memory:";

class Database {
 public:
  /// `read_only_uri`: the file is named by a URI (sqlite.org/uri.html).
  enum class Access { read_only, read_write, read_only_uri };

  /// `vfs` is the name of a registered one; empty: SQLite's own. A file that is missing is made
  /// when the access allows it.
  static Outcome<Database> open(const std::string& file, Access access, const std::string& vfs);

  /// All statements in `sql`; their rows are passed over.
  Outcome<void> run(const std::string& sql);
  /// What the one value says that `sql` asks for, as text.
  Outcome<std::string> ask(const char* sql);
  Outcome<Statement> prepare(const char* sql);

  /// All of its content into `other`, in place of what is there.
  Outcome<void> copy_to(Database& other);

  /// The file could not be opened for writing, and reads alone are possible.
  bool is_read_only() const;
  bool in_transaction() const;
  /// How long a call waits for what another connection has locked.
  void set_patience(std::chrono::milliseconds longest);
  /// Whether its file has another name now, or none.
  bool has_moved();
  /// Closing leaves the write-ahead log beside the file, as it is.
  void leave_log();

  /// Nothing is checkpointed unless it is asked for; from now on `log_pages` tells.
  void checkpoint_by_hand();
  /// How long the write-ahead log was after this connection's latest commit.
  uint64_t log_pages() const { return *log_pages_; }
  enum class Checkpoint { passive, truncate };
  struct Folded {
    uint64_t pages = 0;
    uint64_t of = 0;
  };
  /// How much of the log is in the file now, of how much. Never waits for readers or writers when
  /// passive. An all-zero answer: another connection is at it.
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
