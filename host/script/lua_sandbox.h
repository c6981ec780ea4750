// What of Lua's own library a plugin may use: nothing that reaches out of its state, nothing that
// could hurt LuaJIT from within. An allow-list: what is not named here is not opened.
#pragma once

#include <lua.hpp>
#include <span>
#include <string_view>

namespace moonroom::script {

/// All of Lua's libraries, foreign functions included: for tests of the fences behind the sandbox.
/// The compiler is off, but `jit` can turn it on.
void open_everything(lua_State* L);

/// Opens base, string, table, math, bit and coroutine, takes the dangerous parts out, locks the
/// metatable of strings and turns the compiler off. Inside `LuaState::guarded`.
void open_sandbox(lua_State* L);

/// Globals of LuaJIT that a plugin does not find.
std::span<const char* const> removed_globals();

/// Compiles `source`, text only, never bytecode, and leaves the function on the stack; raises an
/// error that names `path` and the line. Inside `LuaState::guarded`.
void compile(lua_State* L, std::string_view source, std::string_view path);

}  // namespace moonroom::script
