// Plain data between Lua and C++. All inside `LuaState::guarded`.
#pragma once

#include <lua.hpp>
#include <string_view>

#include "base/value.h"

namespace moonroom::script {

/// Raises an error for anything but plain data: functions, userdata, cycles (found by depth), keys
/// that are neither strings nor 1..n.
Value to_value(lua_State* L, int index);
void push_value(lua_State* L, const Value& value);

/// The encoded size of a value in bytes.
size_t size_of(const Value& value);

/// Raises a Lua error with this text.
[[noreturn]] void raise(lua_State* L, std::string_view words);

void push_text(lua_State* L, std::string_view text);
/// The string at `index`, which must be one; valid while it stays on the stack.
std::string_view text_at(lua_State* L, int index);

}  // namespace moonroom::script
