// Reads the table that a plugin's file returns: checks every field that the host knows, names the
// near miss of those it does not, and lays the settings over the defaults. All inside
// `LuaState::guarded`; what is wrong is raised as an error that says what to write instead.
#pragma once

#include <array>
#include <lua.hpp>

#include "base/value.h"
#include "script/hooks.h"
#include "script/plugin.h"

namespace moonroom::script {

/// Raises an error unless the table at `index` is a plugin: hooks are functions, fields have their
/// types, nothing is nearly a hook.
void check_table(lua_State* L, int index);

Place read_place(lua_State* L, int index);

/// References to the hooks, LUA_NOREF where there is none.
std::array<int, kHookNames.size()> take_hooks(lua_State* L, int index);

/// Lays `overrides` over the table's `config`, whose defaults say which settings there are and of
/// what type.
void configure(lua_State* L, int index, const Value& overrides);

}  // namespace moonroom::script
