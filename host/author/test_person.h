// A member in a plugin test, as an object in Lua. All inside `LuaState::guarded`.
#pragma once

#include <lua.hpp>

#include "author/test_room.h"

namespace moonroom::author {

void open_person(lua_State* L);

/// Pushes the person at a seat. `room` must outlive the test.
int push_person(lua_State* L, TestRoom& room, int seat);

/// Pushes the next message to a seat, if there is one. Returns how many were pushed.
int push_next_message(lua_State* L, TestRoom& room, int seat);

}  // namespace moonroom::author
