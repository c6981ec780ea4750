// A member and a message as a plugin sees them: read like tables, made for one hook and dead after
// it, because what they show may be gone by then. Their texts become Lua strings only when they are
// read: making a string costs more than the whole call. Inside `LuaState::guarded`.
#pragma once

#include <lua.hpp>

#include "script/plugin.h"

namespace moonroom::script {

/// Makes the two kinds known to a state.
void open_views(lua_State* L, Plugin& plugin);

void push_member(lua_State* L, const Plugin& plugin, room::MemberId id);
void push_message(lua_State* L, const Plugin& plugin);
/// What a command's `run` gets: a table of `member` (nil for the administrator), `name`, `text` and
/// `words`.
void push_call(lua_State* L, const Plugin& plugin, const Call& call);

/// True for a member (dead or alive) at `index`.
bool is_member(lua_State* L, int index);
/// The id of the member, or the number, at `index`; raises an error for anything else.
room::MemberId check_member(lua_State* L, int index, const Plugin& plugin);

}  // namespace moonroom::script
