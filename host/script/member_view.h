// A member and a message as a plugin sees them: read like tables, valid for one hook call only,
// because the data behind them can be gone later. Their texts become Lua strings only when read:
// making a string costs more than the whole call. All inside `LuaState::guarded`.
#pragma once

#include <lua.hpp>

#include "script/plugin.h"

namespace moonroom::script {

/// Registers both types.
void open_views(lua_State* L, Plugin& plugin);

void push_member(lua_State* L, const Plugin& plugin, room::MemberId id);
void push_message(lua_State* L, const Plugin& plugin);
/// The argument of a command's `run`: a table of `member` (nil for the administrator), `name`,
/// `text` and `words`.
void push_call(lua_State* L, const Plugin& plugin, const Call& call);

/// True for a member (valid or expired) at `index`.
bool is_member(lua_State* L, int index);
/// The id of the member, or the number, at `index`; raises an error for any other value.
room::MemberId check_member(lua_State* L, int index, const Plugin& plugin);

}  // namespace moonroom::script
