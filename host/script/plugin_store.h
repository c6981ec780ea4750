// `room.store`: a persistent table of a plugin. In Lua it is an ordinary table. After each call
// into a plugin that uses it, the table is compared with an image of its last state.
//
// The image holds the addresses of Lua's own strings (equal strings are one object), so a
// comparison costs some nanoseconds an entry. Only differences are copied, encoded and stored: one
// changed leaf of a large table is one path and one value. All inside `LuaState::guarded`.
#pragma once

#include <lua.hpp>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/value.h"
#include "room/store_put.h"

namespace moonroom::script {

/// Limit of one plugin's store, in bytes on disk: a page of text for each of a hundred members.
constexpr size_t kMaxStoreBytes = 128u << 10;
/// Limit of the fields that one call can change.
constexpr size_t kMaxStoreChanges = 256;

/// Limit of a key: a name, not a text.
constexpr size_t kMaxKey = 256;

struct TableImage;

/// One entry of a table as of the last comparison.
struct SlotImage {
  /// The key: a string and its address, or null and a number.
  const void* text_key = nullptr;
  std::string key;
  double number_key = 0;
  int type = LUA_TNIL;
  /// The value: the address of a string, or null and a number or boolean; or a table.
  const void* text = nullptr;
  double number = 0;
  std::unique_ptr<TableImage> table;
  /// Size on disk, without the contents of a table.
  size_t bytes = 0;

  bool has_key(lua_State* L, int at) const;
  bool has_value(lua_State* L, int value) const;
  size_t all_bytes() const;
};

struct TableImage {
  /// The table's address.
  const void* identity = nullptr;
  /// In the order of Lua's `next`.
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
  /// The changes since the last `commit`; `owner` is not set. Raises an error when the table holds
  /// values that cannot be stored.
  std::vector<room::StorePut> changes(lua_State* L);
  /// Accepts the changes that were found last: the next comparison starts from them.
  void commit(lua_State* L, const std::vector<room::StorePut>& changes);

 private:
  class Comparison;

  void open(lua_State* L);
  void compare_all(lua_State* L);
  void check(const std::vector<room::StorePut>& changes, lua_State* L) const;

  Value fields_;
  int table_ = LUA_NOREF;
  // A table of all strings in the image: a string that is not collected keeps its address.
  int anchors_ = LUA_NOREF;
  // Number of strings in it, and the number at which it is rebuilt.
  size_t anchored_ = 0;
  size_t max_anchored_ = 0;
  TableImage image_;
  size_t bytes_ = 0;
  std::unique_ptr<Comparison> pending_;
};

}  // namespace moonroom::script
