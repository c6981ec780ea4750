// `tostring` and `string.format` without addresses: a table is "table: 1", the next one that is
// asked for "table: 2". An address tells a hostile plugin where the program's memory lies, and
// differs each time a program runs.
#pragma once

#include <lua.hpp>

namespace moonroom::script {

/// Puts both in the place of Lua's own. After the base and string libraries are open; inside
/// `LuaState::guarded`.
void open_object_names(lua_State* L);

}  // namespace moonroom::script
