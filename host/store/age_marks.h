// How old entries are: at some moments (trusted time) it is recorded which entries existed, so that
// entries without a time of their own can expire.
#pragma once

#include <cstdint>
#include <optional>

#include "base/moment.h"
#include "store/cached_table.h"
#include "store/table_layouts.h"

namespace moonroom::store {

class AgeMarks {
 public:
  /// Entries older than `age` expire.
  explicit AgeMarks(Duration age) : age_(age) {}

  /// Before a commit at `now`: entries up to `last_entry` exist.
  void mark(WallTime now, uint64_t last_entry);
  /// The latest entry that is too old, or 0. Drops the marks that this supersedes.
  uint64_t last_expired(WallTime now);

  CachedTable<AgeLayout>& table() { return table_; }
  const CachedTable<AgeLayout>& table() const { return table_; }

 private:
  // The latest entry at the previous commit.
  struct Mark {
    WallTime at;
    uint64_t entry = 0;
  };

  Duration age_;
  std::optional<Mark> before_;
  CachedTable<AgeLayout> table_;
};

}  // namespace moonroom::store
