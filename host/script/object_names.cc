#include "script/object_names.h"

#include <algorithm>
#include <string_view>

namespace moonroom::script {
namespace {

// The first upvalue of both functions: a weak table from object to number. Index 1 holds the latest
// number; numbers are never looked up as objects.
constexpr int kNumbers = lua_upvalueindex(1);
// The second upvalue of `format`: Lua's own.
constexpr int kLuasFormat = lua_upvalueindex(2);

lua_Number number_of(lua_State* L, int object) {
  lua_pushvalue(L, object);
  lua_rawget(L, kNumbers);
  if (lua_isnil(L, -1)) {
    lua_rawgeti(L, kNumbers, 1);
    const lua_Number fresh = lua_tonumber(L, -1) + 1;
    lua_pushnumber(L, fresh);
    lua_rawseti(L, kNumbers, 1);
    lua_pushvalue(L, object);
    lua_pushnumber(L, fresh);
    lua_rawset(L, kNumbers);
    lua_pop(L, 2);
    return fresh;
  }
  const lua_Number number = lua_tonumber(L, -1);
  lua_pop(L, 1);
  return number;
}

// Pushes the text of the value at `index`.
void push_name(lua_State* L, int index) {
  if (luaL_callmeta(L, index, "__tostring")) return;
  switch (lua_type(L, index)) {
    case LUA_TNIL:
      return lua_pushliteral(L, "nil");
    case LUA_TBOOLEAN:
      return lua_pushstring(L, lua_toboolean(L, index) ? "true" : "false");
    case LUA_TNUMBER:
    case LUA_TSTRING:
      lua_pushvalue(L, index);
      lua_tostring(L, -1);
      return;
    default:
      lua_pushfstring(L, "%s: %f", luaL_typename(L, index), number_of(L, index));
  }
}

int to_string(lua_State* L) {
  luaL_checkany(L, 1);
  push_name(L, 1);
  return 1;
}

// `%s` gets an object's name, `%p` is refused; Lua formats the rest.
int format(lua_State* L) {
  size_t size = 0;
  const char* text = luaL_checklstring(L, 1, &size);
  const std::string_view formats(text, size);
  int argument = 1;
  for (size_t at = formats.find('%'); at != std::string_view::npos; at = formats.find('%', at)) {
    at = formats.find_first_not_of("-+ #0123456789.", at + 1);
    if (at == std::string_view::npos) break;
    const char conversion = formats[at++];
    if (conversion == '%') continue;
    ++argument;
    luaL_argcheck(L, conversion != 'p', 1, "there is no %p here");
    if (conversion != 's' || argument > lua_gettop(L) || lua_type(L, argument) < LUA_TTABLE)
      continue;
    push_name(L, argument);
    lua_replace(L, argument);
  }
  lua_pushvalue(L, kLuasFormat);
  lua_insert(L, 1);
  lua_call(L, lua_gettop(L) - 1, 1);
  return 1;
}

}  // namespace

void open_object_names(lua_State* L) {
  lua_newtable(L);  // numbers
  lua_createtable(L, 0, 1);
  lua_pushliteral(L, "k");
  lua_setfield(L, -2, "__mode");
  lua_setmetatable(L, -2);
  lua_pushvalue(L, -1);
  lua_pushcclosure(L, to_string, 1);
  lua_setglobal(L, "tostring");
  lua_getglobal(L, LUA_STRLIBNAME);  // numbers string
  lua_insert(L, -2);                 // string numbers
  lua_getfield(L, -2, "format");
  lua_pushcclosure(L, format, 2);
  lua_setfield(L, -2, "format");
  lua_pop(L, 1);
}

}  // namespace moonroom::script
