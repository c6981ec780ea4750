#include "script/lua_sandbox.h"

#include <array>
#include <cstring>
#include <string>

#include "script/object_names.h"
#include "script/time_limit.h"

namespace moonroom::script {
namespace {

struct Library {
  const char* name;
  lua_CFunction open;
};

constexpr std::array<Library, 5> kLibraries = {{
    {"", luaopen_base},
    {LUA_STRLIBNAME, luaopen_string},
    {LUA_TABLIBNAME, luaopen_table},
    {LUA_MATHLIBNAME, luaopen_math},
    {LUA_BITLIBNAME, luaopen_bit},
}};

constexpr std::array<const char*, 16> kRemoved = {
    // They read files, or reach objects that a plugin must not see.
    "dofile", "loadfile", "require", "module", "package", "print", "jit", "loadstring",
    // Access to the environments of other functions.
    "getfenv", "setfenv",
    // `newproxy` makes finalizers, which run outside the time limit; the host controls the
    // collector.
    "newproxy", "collectgarbage", "gcinfo",
    // Not opened above (opening `jit` would turn the compiler on); listed so that a later library
    // cannot introduce them unnoticed.
    "io", "os", "debug"};

// load(text [, name]) -> function | nil, message. Text only: crafted bytecode crashes LuaJIT.
int load_text(lua_State* L) {
  size_t size = 0;
  const char* source = luaL_checklstring(L, 1, &size);
  const char* name = luaL_optstring(L, 2, "=(load)");
  if (luaL_loadbufferx(L, source, size, name, "t") == 0) return 1;
  lua_pushnil(L);     // ... message nil
  lua_insert(L, -2);  // ... nil message
  return 2;
}

// In the versions that systems ship, LuaJIT's compiler computes wrong values (varargs) and writes
// out of bounds (`__concat`). Without it the worker needs no executable memory, and the interpreter
// can be stopped at each instruction.
void turn_compiler_off(lua_State* L) {
  luaJIT_setmode(L, 0, LUAJIT_MODE_ENGINE | LUAJIT_MODE_OFF);
}

// Calls the handler of an `xpcall`, its first upvalue, unless the plugin has been stopped: LuaJIT
// runs handlers with hooks disabled, so a loop there would not be stopped again.
int handle_error(lua_State* L) {
  if (is_stopped()) return lua_gettop(L);
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_insert(L, 1);
  lua_call(L, lua_gettop(L) - 1, LUA_MULTRET);
  return lua_gettop(L);
}

// guard(handler) -> function
int guard_handler(lua_State* L) {
  if (!lua_isfunction(L, 1))
    return luaL_error(L, "bad argument #2 to 'xpcall' (function expected, got %s)",
                      luaL_typename(L, 1));
  lua_settop(L, 1);
  lua_pushcclosure(L, handle_error, 1);
  return 1;
}

// In Lua, because a coroutine cannot yield across a C function.
constexpr const char* kGuardedXpcall = R"(
local xpcall, guard = xpcall, ...
function _G.xpcall(call, handler, ...) return xpcall(call, guard(handler), ...) end
)";

void guard_error_handlers(lua_State* L) {
  if (luaL_loadbuffer(L, kGuardedXpcall, std::strlen(kGuardedXpcall), "=xpcall") != 0) lua_error(L);
  lua_pushcfunction(L, guard_handler);
  lua_call(L, 1, 0);
}

void lock_string_metatable(lua_State* L) {
  lua_pushliteral(L, "");
  lua_getmetatable(L, -1);  // "" metatable
  lua_pushliteral(L, "locked");
  lua_setfield(L, -2, "__metatable");
  lua_pop(L, 2);
}

}  // namespace

std::span<const char* const> removed_globals() {
  return kRemoved;
}

void open_everything(lua_State* L) {
  luaL_openlibs(L);
  turn_compiler_off(L);
}

void open_sandbox(lua_State* L) {
  turn_compiler_off(L);
  for (const auto& library : kLibraries) {
    lua_pushcfunction(L, library.open);
    lua_pushstring(L, library.name);
    lua_call(L, 1, 0);
  }
  for (const char* name : kRemoved) {
    lua_pushnil(L);
    lua_setglobal(L, name);
  }
  lua_getglobal(L, LUA_STRLIBNAME);
  lua_pushnil(L);
  lua_setfield(L, -2, "dump");
  lua_pop(L, 1);
  lua_pushcfunction(L, load_text);
  lua_setglobal(L, "load");
  guard_error_handlers(L);
  open_object_names(L);
  lock_string_metatable(L);
  // Opening a library leaves it in the registry, which only C can read.
}

void compile(lua_State* L, std::string_view source, std::string_view path) {
  const std::string chunk = "@" + std::string(path);
  if (luaL_loadbufferx(L, source.data(), source.size(), chunk.c_str(), "t") != 0) lua_error(L);
}

}  // namespace moonroom::script
