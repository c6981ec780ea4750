#include "script/sandbox.h"

#include <array>
#include <string>

namespace moonroom::script {
namespace {

struct Library {
  const char* name;
  lua_CFunction open;
};

// The compiler is off until `jit` is opened; its table is taken away again below.
constexpr std::array<Library, 6> kLibraries = {{
    {"", luaopen_base},
    {LUA_STRLIBNAME, luaopen_string},
    {LUA_TABLIBNAME, luaopen_table},
    {LUA_MATHLIBNAME, luaopen_math},
    {LUA_BITLIBNAME, luaopen_bit},
    {LUA_JITLIBNAME, luaopen_jit},
}};

constexpr std::array<const char*, 16> kRemoved = {
    // They read files, or give the plugin what it is not meant to see.
    "dofile", "loadfile", "require", "module", "package", "print", "jit", "loadstring",
    // Other functions' environments.
    "getfenv", "setfenv",
    // `newproxy` makes finalizers, which run where no deadline reaches; the collector is the
    // host's.
    "newproxy", "collectgarbage", "gcinfo",
    // Not opened above; here so that a later library cannot bring them in unnoticed.
    "io", "os", "debug"};

// load(text [, name]) -> function | nil, message. Crafted bytecode crashes LuaJIT, so: text only.
int load_text(lua_State* L) {
  size_t size = 0;
  const char* source = luaL_checklstring(L, 1, &size);
  const char* name = luaL_optstring(L, 2, "=(load)");
  if (luaL_loadbufferx(L, source, size, name, "t") == 0) return 1;
  lua_pushnil(L);     // ... message nil
  lua_insert(L, -2);  // ... nil message
  return 2;
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
}

void open_sandbox(lua_State* L) {
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
  lock_string_metatable(L);
  // Opening libraries leaves them in the registry, where only C can see them.
}

void compile(lua_State* L, std::string_view source, std::string_view path) {
  const std::string chunk = "@" + std::string(path);
  if (luaL_loadbufferx(L, source.data(), source.size(), chunk.c_str(), "t") != 0) lua_error(L);
}

}  // namespace moonroom::script
