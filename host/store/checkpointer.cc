#include "store/checkpointer.h"

#include <utility>

namespace moonroom::store {
namespace {

constexpr std::chrono::milliseconds kCheckpointPatience(2000);

}  // namespace

Checkpointer::Checkpointer(std::string file, std::string vfs, const CheckpointRule& rule)
    : file_(std::move(file)),
      vfs_(std::move(vfs)),
      rule_(rule),
      thread_([this](const std::stop_token& stop) { work(stop); }) {}

Checkpointer::~Checkpointer() {
  thread_.request_stop();
  thread_.join();
  if (!abandoned_) checkpoint(Database::Checkpoint::truncate);
}

void Checkpointer::committed(uint64_t log_pages) {
  const std::lock_guard lock(mutex_);
  written_ = true;
  const auto left = undone(log_pages);
  // Two checkpoints cannot run at once: the writer can only help while the thread is idle.
  due_ = !needs_help(log_pages) && (left >= rule_.start || log_pages > rule_.most);
  if (due_) wake_.notify_one();
}

bool Checkpointer::needs_help(uint64_t log_pages) const {
  return log_pages > 4 * rule_.most || (log_pages > rule_.most && undone(log_pages) <= rule_.help);
}

void Checkpointer::abandon() {
  const std::lock_guard lock(mutex_);
  abandoned_ = true;
}

std::string Checkpointer::problem() const {
  const std::lock_guard lock(mutex_);
  return problem_;
}

// A log that is shorter than the checkpointed part has restarted from its beginning.
uint64_t Checkpointer::undone(uint64_t log_pages) const {
  const uint64_t folded = folded_;
  return log_pages < folded ? log_pages : log_pages - folded;
}

void Checkpointer::work(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (!stop.stop_requested()) {
    wake_.wait_for(lock, stop, rule_.every, [this] { return due_; });
    if (stop.stop_requested() || !std::exchange(written_, false)) continue;
    due_ = false;
    lock.unlock();
    checkpoint(Database::Checkpoint::passive);
    lock.lock();
  }
}

void Checkpointer::checkpoint(Database::Checkpoint how) {
  const auto folded = attempt(how);
  if (folded) folded_ = folded->pages;
  // A failed connection can keep failing after the disk has recovered.
  if (!folded) database_.reset();
  const std::lock_guard lock(mutex_);
  problem_ = folded ? "" : in_words(folded.error(), file_).what;
  ++runs_;
}

Outcome<Database::Folded> Checkpointer::attempt(Database::Checkpoint how) {
  if (!database_) {
    auto opened = Database::open(file_, Database::Access::read_write, vfs_);
    if (!opened) return tl::unexpected(opened.error());
    database_ = *std::move(opened);
    database_->leave_log();
    database_->set_patience(kCheckpointPatience);
    // Without a read the connection does not know that there is a log.
    if (auto read = database_->ask("PRAGMA schema_version"); !read)
      return tl::unexpected(read.error());
  }
  return database_->checkpoint(how);
}

}  // namespace moonroom::store
