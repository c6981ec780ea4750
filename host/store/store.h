// The persistent state of a room, in a folder of the host's own: the log, members, sanctions,
// plugins' data, and counters. Changes are collected during a turn and written together by a
// commit: after any crash the folder contains whole turns.
//
// A failing or full disk stops nothing: unwritten changes wait in memory and are retried in order
// with later commits, and the administrator is told. A damaged file is set aside, and a new one is
// created from memory.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "base/moment.h"
#include "base/result.h"
#include "base/unique_fd.h"
#include "base/value.h"
#include "room/snapshot.h"
#include "store/checkpointer.h"
#include "store/folder_lock.h"
#include "store/room_database.h"

namespace moonroom::store {

struct Settings {
  Retention retention;
  /// A commit is durable when it returns, which takes milliseconds. Otherwise a power failure, but
  /// nothing less, can lose the latest turns.
  bool sync_each_commit = false;
  /// The lock of the program that executed this one, to take over; see FolderLock.
  int inherited_lock = -1;
  CheckpointRule checkpoints;
  /// SQLite's name of a file system, for tests; empty: its own.
  std::string vfs;
};

class Store {
 public:
  /// Creates a missing `folder`; an empty path keeps everything in memory. Fails when another
  /// process has the folder, when a newer version of this program wrote the file, and when the file
  /// cannot be opened or read. On a full or read-only disk the store begins with the existing
  /// content, and writes when the disk accepts it.
  static Result<Store> open(const std::filesystem::path& folder, const Settings& settings);
  Store(Store&&) = default;
  Store& operator=(Store&&) = delete;

  /// The stored room, with the latest 1,000 entries. Call it before the first change. A mute
  /// appears as two, one of a name and one of a seat, whose other half is empty.
  Result<room::Snapshot> snapshot();

  /// Changes of this turn; on disk after `commit`.
  void append(const room::Entry& entry);
  /// A ban or a mute whose `until` is not after the commit is lifted, and so is a ban with no
  /// length. Bans of malformed addresses are ignored.
  void record(const room::StateChange& record);
  /// Nil removes the field.
  void put(const std::string& plugin, const std::string& key, const Value& value) {
    database_.contents.put(plugin, key, value);
  }
  /// The same, or a change inside a field; ignored when its path does not exist.
  void put(const std::string& plugin, const room::StorePut& change) {
    database_.contents.put(plugin, change);
  }
  /// Counters never decrease.
  void counters(uint64_t last_member, uint64_t said) {
    database_.contents.raise_counters({0, last_member, said, 0});
  }
  /// All entries up to this one have been sent.
  void sent(uint64_t last_entry) { database_.contents.raise_counters({0, 0, 0, last_entry}); }

  /// The present state of the clock for expiry.
  void put_clock(const TrustedClock::State& state) { database_.contents.put_clock(state); }
  /// The stored state, if there is one.
  std::optional<TrustedClock::State> stored_clock() const {
    return database_.contents.stored_clock();
  }

  /// The plugin's present data, committed or not.
  Table plugin_data(const std::string& plugin) const {
    return database_.contents.plugin_data(plugin);
  }

  /// Writes all changes since the last successful commit in one transaction, or does nothing when
  /// there are none. After a failure it retries at most once a second, and returns the same Problem
  /// in between. Of more than 10,000 waiting entries the oldest are dropped. `now` is trusted time
  /// (base/moment.h).
  Result<void> commit(WallTime now);

  struct Health {
    /// False: everything is only in memory, as configured.
    bool on_disk = false;
    /// Why the latest commit or checkpoint failed; empty when both succeeded.
    std::string problem;
    /// A notice for the administrator although the store works: a damaged file was set aside, and
    /// its name.
    std::string notice;
    /// Pending changes, and dropped entries.
    uint64_t waiting = 0;
    uint64_t dropped = 0;
    /// Transactions so far.
    uint64_t commits = 0;
    /// Entries in the file, and its size with its log.
    uint64_t entries = 0;
    uint64_t bytes = 0;
    /// The total time of the commits.
    Duration committing{};
  };
  Health health() const;

  /// The descriptor of the folder's lock, -1 without a folder; see FolderLock.
  int lock_descriptor() const { return lock_ ? lock_->descriptor() : -1; }

 private:
  static Result<Store> open_at(Location place, const Settings& settings,
                               std::optional<FolderLock> lock);
  static Outcome<RoomDatabase> open_database(const Location& place, const Settings& settings,
                                             std::string& problem);
  Result<void> acquire_lock();
  Store(Location place, const Settings& settings, std::optional<FolderLock> lock,
        RoomDatabase database);

  bool lasts() const { return place_.file != kInMemory; }
  void start_checkpoints();
  /// Keeps the file unchanged.
  void stop_checkpoints();
  /// Removes expired rows, and checks that the file still exists.
  void sweep(WallTime now);
  Result<void> write(WallTime now);
  Result<void> quarantine_damaged();
  void maintain_log();

  Settings settings_;
  Location place_;
  // Empty without a folder, and as long as a full or read-only disk has no space for it.
  std::optional<FolderLock> lock_;
  RoomDatabase database_;
  std::optional<WallTime> failed_at_;
  std::optional<WallTime> swept_at_;
  // Without what is counted elsewhere.
  Health health_;
  // Last, so that it is destroyed before the connection that shares its file.
  std::unique_ptr<Checkpointer> checkpointer_;
};

}  // namespace moonroom::store
