// The log of a room on its way to the disk: entries wait until they have come through, the oldest
// go when there are too many or they are too old. What is on disk is not in memory.
#pragma once

#include <cstdint>
#include <deque>
#include <vector>

#include "base/moment.h"
#include "room/log.h"
#include "store/database.h"
#include "store/table_layouts.h"

namespace moonroom::store {

/// How long what was said is kept: at most so many, and none that is older. The age is counted in
/// trusted time from when an entry was written, not by the time that it shows.
struct Retention {
  uint64_t entries = 100'000;
  Duration age = std::chrono::hours(24 * 365);
};

class Entries {
 public:
  explicit Entries(const Retention& retention) : retention_(retention) {}

  /// Works on this database from now on. It must outlive the next `attach`.
  Outcome<void> attach(Database& database);
  /// Counts what is there.
  Outcome<void> load(Database& database);
  /// How far the host had counted at the latest entry that was there.
  const Counters& carried() const { return carried_; }
  /// The latest `most`, oldest first.
  static Outcome<std::vector<room::Entry>> latest(Database& database, size_t most);

  void append(const room::Entry& entry);
  /// Within a transaction, as CachedTable::write. A number that is there already stays as it is;
  /// the others carry these counters. Those up to `last_expired` are too old.
  Outcome<void> write(const Counters& counters, uint64_t last_expired);
  /// Since `write`: whether the counters stand in an entry now. One that is old when it comes may
  /// be gone already.
  bool carry_counters() const { return inserted_ > 0 && trimmed_ == 0; }
  void mark_written();
  /// The database is a new one and has nothing of it.
  void mark_unwritten() { count_ = 0; }

  /// The number of the latest, written or waiting.
  uint64_t last() const { return last_; }
  size_t waiting() const { return waiting_.size(); }
  /// How many were given up because too many waited.
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
  // Of the transaction that is not settled yet.
  uint64_t inserted_ = 0;
  uint64_t trimmed_ = 0;
  // Since the oldest were looked at.
  uint64_t commits_ = 0;
  uint64_t appended_ = 0;
};

}  // namespace moonroom::store
