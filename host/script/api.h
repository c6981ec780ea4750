// The table `room`, which is all that a plugin can see of the host. The functions stand in one
// table in api.cc; who reads that has read the API.
#pragma once

#include <lua.hpp>
#include <span>

#include "script/plugin.h"

namespace moonroom::script {

struct ApiFunction {
  const char* name;
  lua_CFunction run;
  /// How it is called, as it is named when it is called wrongly.
  const char* usage;
};

std::span<const ApiFunction> api();

/// Makes the global `room` for `plugin`, which must outlive the state. Inside `LuaState::guarded`.
void open_api(lua_State* L, Plugin& plugin);

}  // namespace moonroom::script
