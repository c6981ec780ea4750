// The words of a plugin's tests: what `room` and a person can do, as Lua calls it.
#pragma once

#include <lua.hpp>

#include "author/test_room.h"

namespace moonroom::author {

/// Makes the two kinds of objects known to a state. Inside `LuaState::guarded`, as all here.
void open_test_api(lua_State* L);

/// Pushes the room of one test. `stage` must outlive the test.
void push_room(lua_State* L, TestRoom& stage);

}  // namespace moonroom::author
