#include "store/entries.h"

#include <fmt/format.h>

#include <algorithm>

#include "store/entry_row.h"

namespace moonroom::store {
namespace {

// While the disk fails: an hour of a busy room, some megabytes.
constexpr size_t kMaxWaiting = 10'000;

// A trim follows after so many commits or entries, and removes at least so many entries at once:
// commits stay short, and more entries are removed than added.
constexpr uint64_t kCommitsBetween = 16;
constexpr uint64_t kEntriesBetween = 32;
constexpr uint64_t kTrimmedAtOnce = 64;
constexpr uint64_t kMaxTrimmedAtOnce = 1024;

// Visits only the first few entries, however many exist. Counts entries, because their numbers have
// gaps.
constexpr const char* kTrim =
    "DELETE FROM entries WHERE number IN "
    "(SELECT number FROM entries WHERE number <= ?2 ORDER BY number LIMIT ?1) OR number IN "
    "(SELECT number FROM entries ORDER BY number LIMIT ?3)";

}  // namespace

Outcome<void> Entries::attach(Database& database) {
  const auto sql = fmt::format(
      "INSERT OR IGNORE INTO entries ({}, last_member, said, sent) "
      "VALUES (?,?,?,?,?,?,?,?,?,?,?)",
      kEntryColumns);
  auto insert = database.prepare(sql.c_str());
  if (!insert) return tl::unexpected(insert.error());
  auto trim = database.prepare(kTrim);
  if (!trim) return tl::unexpected(trim.error());
  insert_ = *std::move(insert);
  trim_ = *std::move(trim);
  return {};
}

Outcome<void> Entries::load(Database& database) {
  auto latest = database.prepare(
      "SELECT number, last_member, said, sent, (SELECT count(*) FROM entries) FROM entries "
      "ORDER BY number DESC LIMIT 1");
  if (!latest) return tl::unexpected(latest.error());
  const auto row = latest->step();
  if (!row) return tl::unexpected(row.error());
  if (!*row) return {};
  last_ = latest->count(0);
  carried_ = {last_, latest->count(1), latest->count(2), latest->count(3)};
  count_ = latest->count(4);
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
  if (waiting_.size() <= kMaxWaiting) return;
  waiting_.pop_front();
  ++dropped_;
}

Outcome<void> Entries::write(const Counters& counters, uint64_t last_expired) {
  inserted_ = trimmed_ = 0;
  if (auto inserted = insert(counters); !inserted) return inserted;
  ++commits_;
  appended_ += waiting_.size();
  if (commits_ < kCommitsBetween && appended_ < kEntriesBetween) return {};
  return trim(last_expired);
}

Outcome<void> Entries::insert(const Counters& counters) {
  for (const auto& entry : waiting_) {
    bind_entry(insert_, entry);
    insert_.bind(kEntryFields + 1, counters.last_member);
    insert_.bind(kEntryFields + 2, counters.lines_said);
    insert_.bind(kEntryFields + 3, counters.sent);
    if (auto inserted = insert_.run(); !inserted) return inserted;
    inserted_ += insert_.changes();
  }
  return {};
}

Outcome<void> Entries::trim(uint64_t last_expired) {
  const auto at_once = std::clamp(2 * appended_, kTrimmedAtOnce, kMaxTrimmedAtOnce);
  const auto count = count_ + inserted_;
  trim_.bind(1, at_once);
  trim_.bind(2, last_expired);
  trim_.bind(3, std::min(at_once, count - std::min<uint64_t>(count, retention_.entries)));
  commits_ = appended_ = 0;
  auto trimmed = trim_.run();
  if (trimmed) trimmed_ = trim_.changes();
  return trimmed;
}

void Entries::mark_written() {
  waiting_.clear();
  count_ = count_ + inserted_ - trimmed_;
  inserted_ = trimmed_ = 0;
}

}  // namespace moonroom::store
