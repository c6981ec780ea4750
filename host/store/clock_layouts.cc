// The storage of the tables for expiry.
#include "store/table_layouts.h"

namespace moonroom::store {

// Ages.

const char* const AgeLayout::kPut = "INSERT OR REPLACE INTO ages VALUES (?,?)";
const char* const AgeLayout::kRemove = "DELETE FROM ages WHERE at = ?";
const char* const AgeLayout::kAll = "SELECT at, last_entry FROM ages";

void AgeLayout::bind(Statement& put, const Key& key, const Row& row) {
  put.bind(1, key);
  put.bind(2, row);
}

void AgeLayout::bind_key(Statement& remove, const Key& key) {
  remove.bind(1, key);
}

std::optional<std::pair<int64_t, uint64_t>> AgeLayout::read(const Statement& all) {
  return std::pair(all.number(0), all.count(1));
}

// The clock.

const char* const ClockLayout::kPut =
    "INSERT OR REPLACE INTO clock VALUES (?,?,?,?,?,?,?,?,?,?,?,?)";
const char* const ClockLayout::kRemove = "DELETE FROM clock WHERE id = ?";
const char* const ClockLayout::kAll =
    "SELECT id, trusted, calendar, corrected, calendar_since, gap, anchored, observed, least, "
    "most, up, boot FROM clock";

void ClockLayout::bind(Statement& put, const Key& key, const Row& row) {
  put.bind(1, key);
  put.bind(2, row.trusted);
  put.bind(3, int64_t{row.calendar.count()});
  put.bind(4, int64_t{row.corrected.count()});
  put.bind(5, row.calendar_since);
  put.bind(6, int64_t{row.gap});
  put.bind(7, int64_t{row.anchored});
  put.bind(8, int64_t{row.observed.count()});
  put.bind(9, int64_t{row.least.count()});
  put.bind(10, int64_t{row.most.count()});
  put.bind(11, int64_t{row.up.count()});
  put.bind(12, row.boot);
}

void ClockLayout::bind_key(Statement& remove, const Key& key) {
  remove.bind(1, key);
}

std::optional<std::pair<int64_t, TrustedClock::State>> ClockLayout::read(const Statement& all) {
  const auto span = [&all](int column) { return TrustedClock::Span(all.number(column)); };
  return std::pair(all.number(0),
                   TrustedClock::State{all.time(1), span(2), span(3), all.time(4),
                                       all.number(5) != 0, all.number(6) != 0, span(7), span(8),
                                       span(9), span(10), std::string(all.bytes(11))});
}

}  // namespace moonroom::store
