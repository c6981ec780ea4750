// The table `room`, the only access that a plugin has to the host. One table in api.cc describes
// all its functions. The reference page, the editor stubs and the list for luacheck are generated
// from it (reference.h).
#pragma once

#include <lua.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "script/plugin.h"

namespace moonroom::script {

struct ApiFunction {
  std::string_view name;
  lua_CFunction run;
  Parameters parameters = {};
  /// LuaCATS return types: "integer timer"; empty when it returns nothing.
  std::string_view returns = {};
  std::string_view help;
  /// How it fails, and how the plugin sees that.
  std::string_view failure = {};
  std::string_view example;
  /// For the stubs: the return types without and with arguments, where they differ.
  std::string_view returns_without = {};
  std::string_view returns_with = {};
};

const std::vector<ApiFunction>& api();

/// The names of all fields of `room`, functions and others.
std::vector<std::string_view> room_fields();

/// Creates the global `room` for `plugin`, which must outlive the state. Call it inside
/// `LuaState::guarded`.
void open_api(lua_State* L, Plugin& plugin);

}  // namespace moonroom::script
