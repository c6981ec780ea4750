// `room.store`: a table of a plugin that lasts. In Lua it is an ordinary table; after each call
// into the plugin that may have changed it, it is compared with what was last handed out, and what
// differs is what is to be kept. All inside `LuaState::guarded`.
#pragma once

#include <lua.hpp>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/value.h"

namespace moonroom::script {

/// What one plugin may keep, as bytes on disk: a page of text for each of a hundred members.
constexpr size_t kMaxKept = 128u << 10;
/// Fields that one call may change.
constexpr size_t kMaxKeptChanges = 256;

/// A key is a name, not a text.
constexpr size_t kMaxKey = 256;

class Kept {
 public:
  explicit Kept(Value fields);

  /// What has been handed out last.
  Value fields() const;

  /// Pushes the table. Whoever has it may change it until the plugin's call ends, or, when it was
  /// asked for while the plugin was loaded, whenever the plugin runs.
  void push(lua_State* L, bool loading);
  /// What has changed since the last time, if the table may have: fields and their new values, nil
  /// for those that are gone. Raises an error when it holds what cannot be kept.
  std::vector<std::pair<std::string, Value>> changes(lua_State* L);

 private:
  Value initial_;
  int table_ = LUA_NOREF;
  bool may_have_changed_ = false;
  // The plugin holds on to the table itself.
  bool held_ = false;
  // By field, in bytes: cheaper to compare than tables.
  std::map<std::string, std::string, std::less<>> saved_;
};

}  // namespace moonroom::script
