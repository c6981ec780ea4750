// Checkpoints the write-ahead log into the file, in a thread with its own connection, so that the
// slowest disk work is not in the loop. On destruction it checkpoints everything and truncates the
// log.
//
// A log with constant writes would never be completely checkpointed, and so never restart from its
// beginning. When it is long and only little is left, `needs_help` asks the writer to checkpoint
// the rest between two commits. If the thread falls behind further, the writer must checkpoint
// everything, which slows it down to the speed of the disk.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>

#include "store/database.h"

namespace moonroom::store {

/// In pages of the log (4 KiB each).
struct CheckpointRule {
  /// Begin when so many pages are not in the file yet: some seconds of a busy room.
  uint64_t start = 1024;
  /// Ask for help when the log is longer than `most` and at most `help` pages are not in the file
  /// yet, or when the log is four times as long.
  uint64_t most = 4096;
  uint64_t help = 64;
  /// Begin when any write is older than this.
  std::chrono::milliseconds every = std::chrono::seconds(30);
};

class Checkpointer {
 public:
  Checkpointer(std::string file, std::string vfs, const CheckpointRule& rule);
  Checkpointer(const Checkpointer&) = delete;
  Checkpointer& operator=(const Checkpointer&) = delete;
  ~Checkpointer();

  /// Call after each commit. Cheap.
  void committed(uint64_t log_pages);
  bool needs_help(uint64_t log_pages) const;
  /// Stops all access to the file, also on destruction.
  void abandon();

  /// The number of runs, and the reason of the latest failure, else empty.
  uint64_t runs() const { return runs_; }
  std::string problem() const;

 private:
  uint64_t undone(uint64_t log_pages) const;
  void work(const std::stop_token& stop);
  void checkpoint(Database::Checkpoint how);
  Outcome<Database::Folded> attempt(Database::Checkpoint how);

  std::string file_;
  std::string vfs_;
  CheckpointRule rule_;
  // Used only by the thread, and by the destructor after it.
  std::optional<Database> database_;
  // The progress of the latest checkpoint.
  std::atomic<uint64_t> folded_ = 0;
  std::atomic<uint64_t> runs_ = 0;
  mutable std::mutex mutex_;
  std::condition_variable_any wake_;
  bool written_ = false;
  bool due_ = false;
  bool abandoned_ = false;
  std::string problem_;
  std::jthread thread_;
};

}  // namespace moonroom::store
