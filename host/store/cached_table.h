// A table that is small enough to be in memory as a whole: read once and changed in memory; all
// changes since the last successful transaction are written with the next. A failing disk loses
// nothing, and pending changes never exceed the table: a row that was added and removed meanwhile
// leaves no trace.
//
// The Layout defines the storage of a row: `Key`, `Row`, the statements `kPut`, `kRemove` and
// `kAll`, `bind` (all of a row for kPut), `bind_key` (for kRemove) and `read` (a row of kAll;
// nullopt when it is invalid).
#pragma once

#include <map>
#include <optional>
#include <set>
#include <utility>

#include "store/database.h"

namespace moonroom::store {

template <class Layout>
class CachedTable {
 public:
  using Key = typename Layout::Key;
  using Row = typename Layout::Row;

  /// Uses this database from now on. It must outlive the next `attach`.
  Outcome<void> attach(Database& database);
  Outcome<void> load(Database& database);

  void put(const Key& key, Row row);
  void remove(const Key& key);
  /// A row that the caller changes in place; null for an unknown key.
  Row* change(const Key& key);
  template <class Predicate>
  void remove_if(Predicate predicate);
  /// Null for an unknown key. Valid until the next change.
  const Row* find(const Key& key) const;
  void remove_keys_before(const Key& key);
  /// The greatest key and its row; nullopt when the table is empty.
  std::optional<std::pair<Key, Row>> last() const;
  /// Calls `each(key, row)` in the order of the keys, from `first` on, until it returns false.
  template <class Each>
  void for_each(const Key& first, Each each) const;

  /// Writes all changes within the caller's transaction. They stay pending until `mark_written`.
  Outcome<void> write();
  void mark_written();
  /// The database is new and empty: all rows are pending.
  void mark_unwritten();
  /// The number of rows to write or to remove.
  size_t changes() const { return changed_.size(); }

 private:
  struct Slot {
    /// Nullopt: the row must be removed from the disk.
    std::optional<Row> row;
    bool on_disk = false;
  };

  std::map<Key, Slot> slots_;
  std::set<Key> changed_;
  Statement put_;
  Statement remove_;
};

template <class Layout>
Outcome<void> CachedTable<Layout>::attach(Database& database) {
  auto put = database.prepare(Layout::kPut);
  if (!put) return tl::unexpected(put.error());
  auto remove = database.prepare(Layout::kRemove);
  if (!remove) return tl::unexpected(remove.error());
  put_ = *std::move(put);
  remove_ = *std::move(remove);
  return {};
}

template <class Layout>
Outcome<void> CachedTable<Layout>::load(Database& database) {
  auto all = database.prepare(Layout::kAll);
  if (!all) return tl::unexpected(all.error());
  for (;;) {
    const auto row = all->step();
    if (!row) return tl::unexpected(row.error());
    if (!*row) return {};
    if (auto read = Layout::read(*all))
      slots_[std::move(read->first)] = Slot{std::move(read->second), true};
  }
}

template <class Layout>
void CachedTable<Layout>::put(const Key& key, Row row) {
  slots_[key].row = std::move(row);
  changed_.insert(key);
}

template <class Layout>
auto CachedTable<Layout>::change(const Key& key) -> Row* {
  const auto slot = slots_.find(key);
  if (slot == slots_.end() || !slot->second.row) return nullptr;
  changed_.insert(key);
  return &*slot->second.row;
}

template <class Layout>
void CachedTable<Layout>::remove(const Key& key) {
  const auto slot = slots_.find(key);
  if (slot == slots_.end()) return;
  if (slot->second.on_disk) {
    slot->second.row.reset();
    changed_.insert(key);
  } else {
    changed_.erase(key);
    slots_.erase(slot);
  }
}

template <class Layout>
template <class Predicate>
void CachedTable<Layout>::remove_if(Predicate predicate) {
  for (auto slot = slots_.begin(); slot != slots_.end();) {
    const auto& [key, content] = *slot++;
    if (content.row && predicate(*content.row)) remove(Key(key));
  }
}

template <class Layout>
auto CachedTable<Layout>::find(const Key& key) const -> const Row* {
  const auto slot = slots_.find(key);
  return slot != slots_.end() && slot->second.row ? &*slot->second.row : nullptr;
}

template <class Layout>
template <class Each>
void CachedTable<Layout>::for_each(const Key& first, Each each) const {
  for (auto slot = slots_.lower_bound(first); slot != slots_.end(); ++slot)
    if (slot->second.row && !each(slot->first, *slot->second.row)) return;
}

template <class Layout>
void CachedTable<Layout>::remove_keys_before(const Key& key) {
  for (auto slot = slots_.begin(); slot != slots_.end() && slot->first < key;) {
    const Key old = (slot++)->first;
    remove(old);
  }
}

template <class Layout>
auto CachedTable<Layout>::last() const -> std::optional<std::pair<Key, Row>> {
  for (auto slot = slots_.rbegin(); slot != slots_.rend(); ++slot)
    if (slot->second.row) return std::pair(slot->first, *slot->second.row);
  return std::nullopt;
}

template <class Layout>
Outcome<void> CachedTable<Layout>::write() {
  for (const auto& key : changed_) {
    const auto& row = slots_.at(key).row;
    if (row)
      Layout::bind(put_, key, *row);
    else
      Layout::bind_key(remove_, key);
    if (auto written = (row ? put_ : remove_).run(); !written) return written;
  }
  return {};
}

template <class Layout>
void CachedTable<Layout>::mark_written() {
  for (const auto& key : changed_) {
    const auto slot = slots_.find(key);
    if (slot->second.row)
      slot->second.on_disk = true;
    else
      slots_.erase(slot);
  }
  changed_.clear();
}

template <class Layout>
void CachedTable<Layout>::mark_unwritten() {
  std::erase_if(slots_, [](const auto& slot) { return !slot.second.row; });
  changed_.clear();
  for (auto& [key, slot] : slots_) {
    slot.on_disk = false;
    changed_.insert(key);
  }
}

}  // namespace moonroom::store
