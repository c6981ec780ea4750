// What the objects of plugin tests in Lua share. All inside `LuaState::guarded`.
#pragma once

#include <lua.hpp>
#include <span>
#include <string>
#include <string_view>

namespace moonroom::author {

/// Registers the type `kind`, which errors call `name`. An unknown method is an error that suggests
/// a near match.
void open_type(lua_State* L, const char* kind, const char* name, std::span<const luaL_Reg> methods);

/// Raises an error at the test's own line.
int fail(lua_State* L, const std::string& what);

/// The text at `index`, of any bytes.
std::string_view words(lua_State* L, int index);

}  // namespace moonroom::author
