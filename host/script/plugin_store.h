// `room.store`: a table of a plugin that lasts. In Lua it is an ordinary table; after each call
// into the plugin that has asked for it, it is compared with an image of what it held before.
// The image holds the addresses of Lua's own texts (equal texts are one object), so a comparison
// costs some nanoseconds an entry, and only what differs is copied, encoded and kept: one changed
// leaf of a large table is one path and one value. All inside `LuaState::guarded`.
#pragma once

#include <lua.hpp>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/value.h"
#include "room/store_put.h"

namespace moonroom::script {

/// What one plugin may keep, as bytes on disk: a page of text for each of a hundred members.
constexpr size_t kMaxStoreBytes = 128u << 10;
/// Fields that one call may change.
constexpr size_t kMaxStoreChanges = 256;

/// A key is a name, not a text.
constexpr size_t kMaxKey = 256;

struct TableImage;

/// One entry of a table, as it was when it was compared last.
struct SlotImage {
  /// The key: a text and its address, or null and a number.
  const void* text_key = nullptr;
  std::string key;
  double number_key = 0;
  int type = LUA_TNIL;
  /// The value: the address of a text, or null and a number or flag; or a table.
  const void* text = nullptr;
  double number = 0;
  std::unique_ptr<TableImage> table;
  /// On disk, without what the table holds.
  size_t bytes = 0;

  bool has_key(lua_State* L, int at) const;
  bool has_value(lua_State* L, int value) const;
  size_t all_bytes() const;
};

struct TableImage {
  /// The table's address.
  const void* identity = nullptr;
  /// In the order in which Lua's `next` gave them.
  std::vector<SlotImage> slots;
};

class PluginStore {
 public:
  explicit PluginStore(Value fields);
  ~PluginStore();
  PluginStore(const PluginStore&) = delete;
  PluginStore& operator=(const PluginStore&) = delete;

  /// All fields, as of the last `commit`.
  Value fields() const { return fields_; }

  /// Pushes the table. From then on the plugin can change it in any call.
  void push(lua_State* L);
  /// What has changed since the last `commit`; `owner` is not set. Raises an error when the table
  /// holds what cannot be kept.
  std::vector<room::StorePut> changes(lua_State* L);
  /// The changes that were found last have been asked for: the next comparison starts from them.
  void commit(lua_State* L, const std::vector<room::StorePut>& changes);

 private:
  class Comparison;

  void open(lua_State* L);
  void compare_all(lua_State* L);
  void check(const std::vector<room::StorePut>& changes, lua_State* L) const;

  Value fields_;
  int table_ = LUA_NOREF;
  // A table of all texts in the image: what is not collected keeps its address.
  int anchors_ = LUA_NOREF;
  // How many texts were put there, and from how many on it is made anew.
  size_t anchored_ = 0;
  size_t max_anchored_ = 0;
  TableImage image_;
  size_t bytes_ = 0;
  std::unique_ptr<Comparison> pending_;
};

}  // namespace moonroom::script
