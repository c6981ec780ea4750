#include "script/native_object.h"

#include "script/arguments.h"
#include "script/table_fields.h"

namespace moonroom::script {

void push_type(lua_State* L, const ObjectType& type, lua_CFunction destroy) {
  if (luaL_newmetatable(L, type.name) == 0) return;
  lua_newtable(L);  // metatable methods
  for (const auto& method : type.methods) {
    push_method(L, method.func, plugin_of(L));
    lua_setfield(L, -2, method.name);
  }
  lua_setfield(L, -2, "__index");
  lua_pushcfunction(L, destroy);
  lua_setfield(L, -2, "__gc");
  lua_pushliteral(L, "locked");
  lua_setfield(L, -2, "__metatable");
}

void count_object(lua_State* L, size_t bytes) {
  if (!plugin_of(L).count_object(bytes))
    luaL_error(L, "too many matchers and regular expressions: make them once, outside the hooks");
}

void check_options(lua_State* L, std::span<const std::string_view> known) {
  if (lua_isnoneornil(L, 2)) return;
  luaL_checktype(L, 2, LUA_TTABLE);
  check_fields(L, 2, "options", known);
}

bool option(lua_State* L, const char* name) {
  if (lua_isnoneornil(L, 2)) return false;
  luaL_checktype(L, 2, LUA_TTABLE);
  lua_getfield(L, 2, name);
  const bool set = lua_toboolean(L, -1) != 0;
  lua_pop(L, 1);
  return set;
}

}  // namespace moonroom::script
