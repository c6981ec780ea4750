#include "store/entries.h"

#include <fmt/format.h>

#include <algorithm>

#include "store/entry_row.h"

namespace moonroom::store {
namespace {

// While the disk fails: an hour of a busy room, some megabytes.
constexpr size_t kMostWaiting = 10'000;

// The oldest are looked at when so many commits or entries have passed, and at least so many of
// them go at once: a commit stays short, and more go than come.
constexpr uint64_t kCommitsBetween = 16;
constexpr uint64_t kEntriesBetween = 32;
constexpr uint64_t kTrimmedAtOnce = 64;
constexpr uint64_t kMostTrimmedAtOnce = 1024;

// Only ever looks at the first so many, however many there are.
constexpr const char* kTrim =
    "DELETE FROM entries WHERE number IN (SELECT number FROM "
    "(SELECT number, time FROM entries ORDER BY number LIMIT ?1) WHERE number <= ?2 OR time < ?3)";

}  // namespace

Outcome<void> Entries::attach(Database& database) {
  const auto sql =
      fmt::format("INSERT OR IGNORE INTO entries ({}) VALUES (?,?,?,?,?,?,?,?)", kEntryColumns);
  auto insert = database.prepare(sql.c_str());
  if (!insert) return tl::unexpected(insert.error());
  auto trim = database.prepare(kTrim);
  if (!trim) return tl::unexpected(trim.error());
  insert_ = *std::move(insert);
  trim_ = *std::move(trim);
  return {};
}

Outcome<void> Entries::load(Database& database) {
  // Apart, each is a short way through the file; together they are a walk past every entry.
  auto counted =
      database.prepare("SELECT (SELECT count(*) FROM entries), (SELECT max(number) FROM entries)");
  if (!counted) return tl::unexpected(counted.error());
  const auto row = counted->step();
  if (!row) return tl::unexpected(row.error());
  count_ = counted->count(0);
  last_ = counted->count(1);
  return {};
}

Outcome<std::vector<room::Entry>> Entries::latest(Database& database, size_t most) {
  const auto sql =
      fmt::format("SELECT {} FROM entries ORDER BY number DESC LIMIT {}", kEntryColumns, most);
  auto select = database.prepare(sql.c_str());
  if (!select) return tl::unexpected(select.error());
  std::vector<room::Entry> entries;
  for (;;) {
    const auto row = select->step();
    if (!row) return tl::unexpected(row.error());
    if (!*row) break;
    if (auto entry = read_entry(*select)) entries.push_back(*std::move(entry));
  }
  std::reverse(entries.begin(), entries.end());
  return entries;
}

void Entries::append(const room::Entry& entry) {
  last_ = std::max(last_, entry.number);
  waiting_.push_back(entry);
  if (waiting_.size() <= kMostWaiting) return;
  waiting_.pop_front();
  ++dropped_;
}

Outcome<void> Entries::write(WallTime now) {
  inserted_ = trimmed_ = 0;
  if (auto inserted = insert(); !inserted) return inserted;
  ++commits_;
  appended_ += waiting_.size();
  if (commits_ < kCommitsBetween && appended_ < kEntriesBetween) return {};
  return trim(now);
}

Outcome<void> Entries::insert() {
  for (const auto& entry : waiting_) {
    bind_entry(insert_, entry);
    if (auto inserted = insert_.run(); !inserted) return inserted;
    inserted_ += insert_.changes();
  }
  return {};
}

Outcome<void> Entries::trim(WallTime now) {
  const auto age = std::chrono::duration_cast<WallTime::duration>(retention_.age);
  trim_.bind(1, std::clamp(2 * appended_, kTrimmedAtOnce, kMostTrimmedAtOnce));
  trim_.bind(2, last_ - std::min(last_, retention_.entries));
  trim_.bind(3, now - age);
  commits_ = appended_ = 0;
  auto trimmed = trim_.run();
  if (trimmed) trimmed_ = trim_.changes();
  return trimmed;
}

void Entries::settle() {
  waiting_.clear();
  count_ = count_ + inserted_ - trimmed_;
  inserted_ = trimmed_ = 0;
}

}  // namespace moonroom::store
