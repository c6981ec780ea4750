#include "author/test_object.h"

#include <fmt/format.h>

#include <vector>

#include "script/lua_value.h"
#include "script/table_fields.h"

namespace moonroom::author {

using script::push_text;
using script::text_at;

namespace {

// The method of that name, or an error that suggests a near match. Upvalues: the methods, and the
// name of their object.
int find_method(lua_State* L) {
  lua_pushvalue(L, 2);
  lua_rawget(L, lua_upvalueindex(1));
  if (!lua_isnil(L, -1)) return 1;
  std::vector<std::string_view> known;
  for (lua_pushnil(L); lua_next(L, lua_upvalueindex(1)) != 0; lua_pop(L, 1))
    known.push_back(text_at(L, -2));
  const std::string asked(lua_type(L, 2) == LUA_TSTRING ? text_at(L, 2) : "");
  return fail(L, fmt::format("{} has no method `{}`; {}", text_at(L, lua_upvalueindex(2)), asked,
                             script::suggestion(asked, known)));
}

}  // namespace

std::string_view words(lua_State* L, int index) {
  luaL_checkstring(L, index);
  return text_at(L, index);
}

int fail(lua_State* L, const std::string& what) {
  luaL_where(L, 1);
  push_text(L, what);
  lua_concat(L, 2);
  return lua_error(L);
}

void open_type(lua_State* L, const char* kind, const char* name,
               std::span<const luaL_Reg> methods) {
  luaL_newmetatable(L, kind);
  lua_newtable(L);
  for (const auto& method : methods) {
    lua_pushcfunction(L, method.func);
    lua_setfield(L, -2, method.name);
  }
  lua_pushstring(L, name);
  lua_pushcclosure(L, find_method, 2);
  lua_setfield(L, -2, "__index");
  lua_pop(L, 1);
}

}  // namespace moonroom::author
