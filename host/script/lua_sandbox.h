// The part of Lua's library that a plugin can use: no access outside its state, and no function
// that can break LuaJIT from within. An allow-list: anything not listed is not opened.
#pragma once

#include <lua.hpp>
#include <span>
#include <string_view>

namespace moonroom::script {

/// Opens all of Lua's libraries, FFI included: for tests of the process sandbox. The compiler is
/// off, but `jit` can turn it on.
void open_everything(lua_State* L);

/// Opens base, string, table, math, bit and coroutine, removes the dangerous functions, locks the
/// metatable of strings and turns the compiler off. Call it inside `LuaState::guarded`.
void open_sandbox(lua_State* L);

/// LuaJIT's globals that are removed.
std::span<const char* const> removed_globals();

/// Compiles `source`, text only, never bytecode, and leaves the function on the stack; raises an
/// error that names `path` and the line. Inside `LuaState::guarded`.
void compile(lua_State* L, std::string_view source, std::string_view path);

}  // namespace moonroom::script
