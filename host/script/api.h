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

struct Parameter {
  std::string name;
  /// A LuaCATS type; a trailing "?" marks an optional argument.
  std::string type;
  std::string help;
};

struct ApiFunction {
  std::string name;
  lua_CFunction run;
  std::vector<Parameter> parameters;
  /// LuaCATS return types: "integer timer"; empty when it returns nothing.
  std::string returns;
  std::string help;
  /// How it fails, and how the plugin sees that.
  std::string failure;
  std::string example;
  /// For the stubs: the return types without and with arguments, where they differ.
  std::string returns_without = {};
  std::string returns_with = {};
};

const std::vector<ApiFunction>& api();

/// The names of all fields of `room`, functions and others.
std::vector<std::string_view> room_fields();

/// Creates the global `room` for `plugin`, which must outlive the state. Call it inside
/// `LuaState::guarded`.
void open_api(lua_State* L, Plugin& plugin);

}  // namespace moonroom::script
