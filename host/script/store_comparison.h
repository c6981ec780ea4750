// The differences between a table in Lua and its image. The comparison changes nothing, so that an
// error leaves everything as it was; `commit` brings the image up to date. All inside
// `LuaState::guarded`.
#pragma once

#include <cstdint>
#include <lua.hpp>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/value.h"
#include "room/store_put.h"
#include "script/table_image.h"

namespace moonroom::script {

/// Limit of a key of the store: a name, not a text.
constexpr size_t kMaxKey = 256;

class StoreComparison {
 public:
  /// `anchors`: the index of the table for strings of new entries.
  StoreComparison(lua_State* L, int anchors) : L_(L), images_(L, anchors) {}

  /// Compares the table at `index`. `image` must outlive `commit`. Raises an error when the table
  /// holds values that cannot be stored.
  void compare(int index, TableImage& image);
  std::vector<room::StorePut> take_changes() { return std::exchange(changes_, {}); }
  /// By how many bytes the table has grown.
  int64_t growth() const { return growth_; }
  size_t anchored() const { return images_.anchored(); }
  void commit();

 private:
  struct Patch {
    SlotImage* slot = nullptr;
    SlotImage fresh;
  };
  struct FreshSlot {
    SlotImage image;
    /// The slot of the old image that holds this table.
    std::optional<size_t> from;
  };
  // A position in the results so far.
  struct Mark {
    size_t changes, patches, reshaped;
    int64_t growth;
  };

  // The entries of an image that were not found yet.
  struct Unseen {
    explicit Unseen(const TableImage& image);
    /// Removes the slot of the key at -2; nullopt for a new key.
    std::optional<size_t> take(lua_State* L);

    std::unordered_map<const void*, size_t> by_text;
    std::unordered_map<uint64_t, size_t> by_number;
    /// The list part of the image.
    size_t length = 0;
  };

  Mark mark() const { return {changes_.size(), patches_.size(), reshaped_.size(), growth_}; }
  void back_to(const Mark& mark) {
    changes_.resize(mark.changes);
    patches_.resize(mark.patches);
    reshaped_.resize(mark.reshaped);
    growth_ = mark.growth;
  }

  bool compare_entries(int index, TableImage& image);
  void compare_value(SlotImage& slot);
  void descend(TableImage& image);
  void compare_shape(int index, TableImage& image);
  FreshSlot compare_entry(TableImage& image, std::optional<size_t> known);
  void add_items(int index, std::vector<std::pair<double, size_t>> added,
                 std::vector<FreshSlot>& fresh);
  void remove_unseen(const TableImage& image, const Unseen& unseen, size_t length);
  void check_key(size_t length) const;
  SlotImage change(size_t bytes_before);
  void add_change(int key, Value value);
  void remove(const SlotImage& slot);

  lua_State* L_;
  ImageBuilder images_;
  // The keys on the way to the current table, as stack indices.
  std::vector<int> path_;
  std::vector<room::StorePut> changes_;
  std::vector<Patch> patches_;
  std::vector<std::pair<TableImage*, std::vector<FreshSlot>>> reshaped_;
  int64_t growth_ = 0;
};

}  // namespace moonroom::script
