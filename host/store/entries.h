// The log of a room on its way to the disk: entries wait until they are written, and the oldest are
// removed when there are too many or they are too old. Written entries are not kept in memory.
#pragma once

#include <cstdint>
#include <deque>
#include <vector>

#include "base/moment.h"
#include "room/log.h"
#include "store/database.h"
#include "store/table_layouts.h"

namespace moonroom::store {

/// How long entries are kept: at most so many, and none that is older. The age is measured in
/// trusted time from the write of an entry, not by its displayed time.
struct Retention {
  uint64_t entries = 100'000;
  Duration age = std::chrono::hours(24 * 365);
};

class Entries {
 public:
  explicit Entries(const Retention& retention) : retention_(retention) {}

  /// Uses this database from now on. It must outlive the next `attach`.
  Outcome<void> attach(Database& database);
  /// Counts the existing entries.
  Outcome<void> load(Database& database);
  /// The host's counters at the latest stored entry.
  const Counters& carried() const { return carried_; }
  /// The latest `most`, oldest first.
  static Outcome<std::vector<room::Entry>> latest(Database& database, size_t most);

  void append(const room::Entry& entry);
  /// Writes within a transaction, as CachedTable::write does. Existing numbers are not overwritten;
  /// new entries store these counters. Entries up to `last_expired` are too old.
  Outcome<void> write(const Counters& counters, uint64_t last_expired);
  /// After `write`: true when an entry stores the counters now. An expired entry can be gone
  /// already.
  bool carry_counters() const { return inserted_ > 0 && trimmed_ == 0; }
  void mark_written();
  /// The database is new and empty.
  void mark_unwritten() { count_ = 0; }

  /// The number of the latest entry, written or waiting.
  uint64_t last() const { return last_; }
  size_t waiting() const { return waiting_.size(); }
  /// How many were dropped because too many waited.
  uint64_t dropped() const { return dropped_; }
  /// How many are on disk.
  uint64_t count() const { return count_; }

 private:
  Outcome<void> insert(const Counters& counters);
  Outcome<void> trim(uint64_t last_expired);

  Retention retention_;
  Statement insert_;
  Statement trim_;
  std::deque<room::Entry> waiting_;
  uint64_t last_ = 0;
  Counters carried_;
  uint64_t dropped_ = 0;
  uint64_t count_ = 0;
  // Of the transaction in progress.
  uint64_t inserted_ = 0;
  uint64_t trimmed_ = 0;
  // Since the latest trim.
  uint64_t commits_ = 0;
  uint64_t appended_ = 0;
};

}  // namespace moonroom::store
