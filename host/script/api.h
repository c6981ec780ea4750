// The table `room`, which is all that a plugin can see of the host. Its functions stand in one
// table in api.cc, with what each is for: who reads that has read the API. The reference page, the
// stubs for editors and the list for luacheck are made of it (reference.h).
#pragma once

#include <lua.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "script/plugin.h"

namespace moonroom::script {

struct Parameter {
  std::string name;
  /// As LuaCATS writes types; with "?" at its end it may be left out.
  std::string type;
  std::string help;
};

struct ApiFunction {
  std::string name;
  lua_CFunction run;
  std::vector<Parameter> parameters;
  /// As LuaCATS writes them: "integer timer"; empty when it returns nothing.
  std::string returns;
  std::string help;
  /// What goes wrong, and how that shows.
  std::string failure;
  std::string example;
  /// What it returns without arguments and with them, where that differs: for the stubs.
  std::string returns_without = {};
  std::string returns_with = {};
};

const std::vector<ApiFunction>& api();

/// All that `room` has: the functions' names, and what is no function.
std::vector<std::string_view> room_fields();

/// Makes the global `room` for `plugin`, which must outlive the state. Inside `LuaState::guarded`.
void open_api(lua_State* L, Plugin& plugin);

}  // namespace moonroom::script
