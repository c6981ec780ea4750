// Brings what is in the write-ahead log into the file, in a thread of its own with a connection of
// its own, so that the disk's slowest work is none of the loop's. All at the end, and then empties
// the log.
//
// A log that is written to all the time would never be quite done, and so never begun again from
// its start; when it has grown far and little of it is left to do, `needs_help` asks the writer to
// do that little between two commits. Should the thread fall behind ever more, the writer has to do
// all of it, which slows him down to what the disk can take.
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
  /// Begin when so many are not in the file yet: some seconds of a busy room.
  uint64_t start = 1024;
  /// Ask for help when the log is longer than this and at most `help` are not in the file yet, or
  /// when it is four times as long.
  uint64_t most = 4096;
  uint64_t help = 64;
  /// Begin when something was written so long ago, however little.
  std::chrono::milliseconds every = std::chrono::seconds(30);
};

class Checkpointer {
 public:
  Checkpointer(std::string file, std::string vfs, const CheckpointRule& rule);
  Checkpointer(const Checkpointer&) = delete;
  Checkpointer& operator=(const Checkpointer&) = delete;
  ~Checkpointer();

  /// After each commit. Cheap.
  void committed(uint64_t log_pages);
  bool needs_help(uint64_t log_pages) const;
  /// The file is not to be touched any more, not at the end either.
  void abandon();

  /// How often it has worked, and why it could not the last time, else empty.
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
  // Only the thread's, and the destructor's after it.
  std::optional<Database> database_;
  // How far the latest checkpoint has come.
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
