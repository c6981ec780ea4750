// `room.store`: a persistent table of a plugin. In Lua it is an ordinary table. After each call
// into a plugin that uses it, the table is compared with an image of its last state.
//
// Only differences are copied, encoded and stored: one changed leaf of a large table is one path
// and one value. All inside `LuaState::guarded`.
#pragma once

#include <lua.hpp>
#include <optional>
#include <vector>

#include "base/value.h"
#include "room/store_put.h"
#include "script/store_comparison.h"

namespace moonroom::script {

/// Limit of one plugin's store, in bytes on disk: a page of text for each of a hundred members.
constexpr size_t kMaxStoreBytes = 128u << 10;
/// Limit of the fields that one call can change.
constexpr size_t kMaxStoreChanges = 256;

class PluginStore {
 public:
  explicit PluginStore(Value fields);

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
  std::optional<StoreComparison> pending_;
};

}  // namespace moonroom::script
