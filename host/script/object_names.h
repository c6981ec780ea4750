// `tostring` and `string.format` without addresses: the first table printed is "table: 1", the next
// one "table: 2". An address would tell a hostile plugin where the program is in memory, and would
// differ between runs.
#pragma once

#include <lua.hpp>

namespace moonroom::script {

/// Replaces Lua's functions. Call it after the base and string libraries are open, inside
/// `LuaState::guarded`.
void open_object_names(lua_State* L);

}  // namespace moonroom::script
