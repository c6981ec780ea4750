// What lasts of a room, in a folder of the host's own: what was said, who is in, who may not, what
// plugins keep, and how far the host has counted. Changes are noted as a turn makes them, and a
// commit puts them on disk together: after whatever accident the folder holds whole turns.
//
// A disk that fails or fills stops nothing: what could not be written waits in memory, is tried
// again with later commits, in order, and people are told. A file that is damaged is set aside and
// a fresh one begun with all that is in memory.
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
  /// A commit is on the disk's surface when it returns, which takes milliseconds; else a power cut,
  /// but nothing less, may take the latest turns.
  bool sync_each_commit = false;
  /// The lock of the program that executed this one, to be taken over; see FolderLock.
  int inherited_lock = -1;
  CheckpointRule checkpoints;
  /// SQLite's name of a file system, for tests; empty: its own.
  std::string vfs;
};

class Store {
 public:
  /// `folder` is made when it is missing; an empty path: all is in memory and ends with this.
  /// Fails when another process has the folder, when its file was made by a newer version of this
  /// program, and when it may not be opened or cannot be read. On a disk that is full or read-only
  /// the store begins with what is there, and writes when the disk takes it.
  static Result<Store> open(const std::filesystem::path& folder, const Settings& settings);
  Store(Store&&) = default;
  Store& operator=(Store&&) = delete;

  /// The room as it was left, with the latest 1,000 entries: to be asked before the first change. A
  /// mute is there as two, one of a name and one of a seat, whose other half is empty.
  Result<room::Snapshot> snapshot();

  /// Changes of this turn; nothing is on disk before `commit`.
  void append(const room::Entry& entry);
  /// A ban or a mute whose `until` is not after the commit is lifted, and so is a ban with no
  /// length. One of an address that is none is no ban.
  void record(const room::StateChange& record);
  /// Nil takes the field away.
  void put(const std::string& plugin, const std::string& key, const Value& value);
  /// The same, or a change inside a field; one that leads nowhere is passed over.
  void put(const std::string& plugin, const room::StorePut& change);
  /// Never counts backwards.
  void counters(uint64_t last_member, uint64_t said);
  /// All up to this entry has left the host.
  void sent(uint64_t last_entry);

  /// The clock that ends and ages are counted by, as it stands now.
  void put_clock(const TrustedClock::State& state);
  /// As it was kept last, if ever.
  std::optional<TrustedClock::State> stored_clock() const;

  /// What the plugin keeps, as it is now, committed or not.
  Table plugin_data(const std::string& plugin) const;

  /// All changes since the last commit that came through, in one transaction; nothing at all when
  /// there are none. After a failure it is tried again not more often than once a second, and in
  /// between the same Problem is returned. Of the entries that wait meanwhile the oldest are given
  /// up when there are more than 10,000. `now` is trusted time (base/moment.h).
  Result<void> commit(WallTime now);

  struct Health {
    /// False: all is in memory only, as was asked for.
    bool on_disk = false;
    /// Why the latest commit did not come through, or the latest checkpoint; empty when all is
    /// well.
    std::string problem;
    /// What a person should know although all goes on: a damaged file was set aside, and where.
    std::string notice;
    /// Changes that are not written yet, and entries given up.
    uint64_t waiting = 0;
    uint64_t dropped = 0;
    /// Transactions so far.
    uint64_t commits = 0;
    /// Entries in the file, and how long it is with its log.
    uint64_t entries = 0;
    uint64_t bytes = 0;
    /// How long the commits took together.
    Duration committing{};
  };
  Health health() const;

  /// Of the folder's lock, -1 without a folder; see FolderLock.
  int lock_descriptor() const { return lock_ ? lock_->descriptor() : -1; }

 private:
  static Result<Store> open_at(Location place, const Settings& settings,
                               std::optional<FolderLock> lock);
  static Outcome<RoomDatabase> open_database(const Location& place, const Settings& settings,
                                             std::string& problem);
  Result<void> acquire_lock();
  Store(Location place, const Settings& settings, std::optional<FolderLock> lock,
        RoomDatabase database);

  void note(const room::MemberRecord& seat);
  void note(const room::MemberRemoved& gone);
  void note(const room::BanRecord& ban);
  void note(const room::MuteRecord& mute);
  void restore_sanctions(room::Snapshot& snapshot) const;
  bool lasts() const { return place_.file != kInMemory; }
  void start_checkpoints();
  /// They leave the file as it is.
  void stop_checkpoints();
  /// Forgets what has ended, and sees whether the file is still there.
  void sweep(WallTime now);
  Result<void> write(WallTime now);
  Result<void> quarantine_damaged();
  void maintain_log();

  Settings settings_;
  Location place_;
  // Missing where nothing lasts, and as long as a full or read-only disk has no place for it.
  std::optional<FolderLock> lock_;
  RoomDatabase database_;
  std::optional<WallTime> failed_at_;
  std::optional<WallTime> swept_at_;
  std::string problem_;
  std::string notice_;
  uint64_t commits_ = 0;
  Duration committing_{};
  // Last, to be gone before the connection that it shares the file with.
  std::unique_ptr<Checkpointer> checkpointer_;
};

}  // namespace moonroom::store
