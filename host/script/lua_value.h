// Plain data between Lua and C++. Inside `LuaState::guarded`.
#pragma once

#include <lua.hpp>
#include <string_view>

#include "base/value.h"

namespace moonroom::script {

/// Raises an error for what is no plain data: functions, userdata, cycles (by depth), keys that are
/// neither strings nor 1..n.
Value to_value(lua_State* L, int index);
void push_value(lua_State* L, const Value& value);

/// Bytes of a value on its way to another process.
size_t size_of(const Value& value);

/// Raises an error of Lua with these words.
[[noreturn]] void raise(lua_State* L, std::string_view words);

void push_text(lua_State* L, std::string_view text);
/// The string at `index`, which must be one; valid while it stays on the stack.
std::string_view text_at(lua_State* L, int index);

}  // namespace moonroom::script
