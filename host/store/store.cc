#include "store/store.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <variant>

#include "base/disk.h"
#include "store/quarantine.h"

namespace moonroom::store {
namespace {

namespace fs = std::filesystem;

// As many as the room's log holds.
constexpr size_t kSnapshotEntries = 1000;

constexpr auto kBetweenTries = std::chrono::seconds(1);
constexpr auto kBetweenSweeps = std::chrono::minutes(1);

bool is_due(const std::optional<WallTime>& last, WallTime now, WallTime::duration between) {
  // A clock that was set back must not stop anything.
  return !last || now < *last || now - *last >= between;
}

std::string notice_of(const fs::path& file, const fs::path& kept_as) {
  return fmt::format("{} was damaged: it is kept as {}, and a fresh one has been begun",
                     file.string(), kept_as.string());
}

uint64_t size_of(const fs::path& file) {
  std::error_code error;
  const auto size = fs::file_size(file, error);
  return error ? 0 : size;
}

}  // namespace

Store::Store(Location place, const Settings& settings, std::optional<FolderLock> lock,
             RoomDatabase database)
    : settings_(settings),
      place_(std::move(place)),
      lock_(std::move(lock)),
      database_(std::move(database)) {}

Result<Store> Store::open(const fs::path& folder, const Settings& settings) {
  if (folder.empty()) return open_at({kInMemory, settings.vfs, false}, settings, std::nullopt);
  auto lock = FolderLock::acquire(folder, UniqueFd(settings.inherited_lock));
  if (!lock && !lock.error().of_disk) return tl::unexpected(Problem(lock.error()));
  return open_at({folder / "room.db", settings.vfs, settings.sync_each_commit}, settings,
                 lock ? std::optional(*std::move(lock)) : std::nullopt);
}

Result<Store> Store::open_at(Location place, const Settings& settings,
                             std::optional<FolderLock> lock) {
  std::string notice;
  std::string problem;
  auto database = open_database(place, settings, problem);
  if (!database && database.error().is_damage()) {
    const auto kept_as = quarantine(place.file);
    if (!kept_as) return tl::unexpected(kept_as.error());
    notice = notice_of(place.file, *kept_as);
    database = open_database(place, settings, problem);
  }
  if (!database) return tl::unexpected(in_words(database.error(), place.file));
  Store store(std::move(place), settings, std::move(lock), *std::move(database));
  store.health_.notice = std::move(notice);
  store.health_.problem = std::move(problem);
  if (store.health_.problem.empty()) store.start_checkpoints();
  return store;
}

Outcome<RoomDatabase> Store::open_database(const Location& place, const Settings& settings,
                                           std::string& problem) {
  auto database = RoomDatabase::open(place, settings.retention);
  if (database || !database.error().is_unwritable()) return database;
  // If there is nothing to read, the folder or the user is wrong.
  if (size_of(place.file) == 0 && !is_full_or_read_only(place.file)) return database;
  auto unwritten = RoomDatabase::open_unwritten(place, settings.retention);
  if (!unwritten)
    return unwritten.error().is_unwritable() ? std::move(database) : std::move(unwritten);
  problem = in_words(database.error(), place.file).what;
  return unwritten;
}

// Before the first write, because another host can have taken the folder meanwhile.
Result<void> Store::acquire_lock() {
  if (lock_) return {};
  auto lock = FolderLock::acquire(std::filesystem::path(place_.file).parent_path());
  if (!lock) return tl::unexpected(Problem(lock.error()));
  lock_ = *std::move(lock);
  return {};
}

void Store::start_checkpoints() {
  if (lasts())
    checkpointer_ = std::make_unique<Checkpointer>(place_.file, place_.vfs, settings_.checkpoints);
}

void Store::stop_checkpoints() {
  if (checkpointer_) checkpointer_->abandon();
  checkpointer_.reset();
}

// ── Contents ────────────────────────────────────────────────────────────────────────────────────

Result<room::Snapshot> Store::snapshot() {
  auto entries = database_.latest(kSnapshotEntries);
  if (!entries) return tl::unexpected(in_words(entries.error(), place_.file));
  auto snapshot = database_.contents.snapshot();
  snapshot.entries = *std::move(entries);
  if (!snapshot.entries.empty())
    snapshot.last_entry = std::max(snapshot.last_entry, snapshot.entries.back().number);
  return snapshot;
}

// Without a disk the room's own log has everything. Private posts are written only on a plugin's
// request.
void Store::append(const room::Entry& entry) {
  const bool is_kept = !entry.post.is_private() || entry.post.keep;
  if (lasts() && is_kept) database_.contents.append(entry);
  database_.contents.raise_counters({entry.number, 0, 0, 0});
}

void Store::record(const room::StateChange& change) {
  database_.contents.record(change);
  // Removes expired rows with the next commit.
  if (std::holds_alternative<room::BanRecord>(change) ||
      std::holds_alternative<room::MuteRecord>(change))
    swept_at_.reset();
}

// ── Commits ─────────────────────────────────────────────────────────────────────────────────────

Result<void> Store::commit(WallTime now) {
  if (failed_at_ && !is_due(failed_at_, now, kBetweenTries)) return problem(health_.problem);
  if (is_due(swept_at_, now, kBetweenSweeps)) sweep(now);
  const auto began = std::chrono::steady_clock::now();
  if (!lasts()) {
    database_.contents.mark_written();
    return {};
  }
  auto written = database_.contents.waiting() > 0 ? write(now) : Result<void>();
  health_.committing += std::chrono::steady_clock::now() - began;
  health_.problem = written ? "" : written.error().what;
  failed_at_ = written ? std::nullopt : std::optional(now);
  return written;
}

void Store::sweep(WallTime now) {
  swept_at_ = now;
  database_.contents.remove_expired_sanctions(now);
  if (!database_.has_moved()) return;
  stop_checkpoints();
  // The renamed file must be complete.
  (void)database_.checkpoint();
  database_.close();
  health_.notice =
      fmt::format("{} was renamed or deleted: a fresh one has been begun", place_.file);
}

Result<void> Store::write(WallTime now) {
  if (auto locked = acquire_lock(); !locked) return locked;
  auto written = database_.write(now);
  if (!written && written.error().is_damage()) {
    if (auto moved = quarantine_damaged(); !moved) return moved;
    written = database_.write(now);
  }
  if (!written) return tl::unexpected(in_words(written.error(), place_.file));
  ++health_.commits;
  maintain_log();
  return {};
}

Result<void> Store::quarantine_damaged() {
  stop_checkpoints();
  database_.close();
  const auto kept_as = quarantine(place_.file);
  if (!kept_as) return tl::unexpected(kept_as.error());
  health_.notice = notice_of(place_.file, *kept_as);
  return {};
}

void Store::maintain_log() {
  if (!checkpointer_) start_checkpoints();
  checkpointer_->committed(database_.log_pages());
  // A failure here also occurs in the checkpointer, which reports it.
  if (checkpointer_->needs_help(database_.log_pages())) (void)database_.checkpoint();
}

Store::Health Store::health() const {
  auto health = health_;
  health.on_disk = lasts();
  health.waiting = database_.contents.waiting();
  health.dropped = database_.contents.entries().dropped();
  health.entries = database_.contents.entries().count();
  if (!lasts()) return health;
  health.bytes = size_of(place_.file) + size_of(place_.file + "-wal");
  if (health.problem.empty() && checkpointer_) health.problem = checkpointer_->problem();
  return health;
}

}  // namespace moonroom::store
