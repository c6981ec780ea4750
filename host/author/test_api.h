// The Lua API of plugin tests: the objects `room` and person.
#pragma once

#include <lua.hpp>

#include "author/test_room.h"

namespace moonroom::author {

/// Registers both types. Call it inside `LuaState::guarded`, like all functions here.
void open_test_api(lua_State* L);

/// Pushes the room of one test, which must outlive the test.
void push_room(lua_State* L, TestRoom& room);

}  // namespace moonroom::author
