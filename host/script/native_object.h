// C++ objects that Lua code holds. Their types are registered when a plugin makes the first one.
// All inside `LuaState::guarded`.
#pragma once

#include <lua.hpp>
#include <new>
#include <span>
#include <string_view>
#include <utility>

#include "script/lua_value.h"
#include "script/plugin.h"

namespace moonroom::script {

struct ObjectType {
  const char* name;
  std::span<const luaL_Reg> methods;
};

/// Pushes the metatable of a type.
void push_type(lua_State* L, const ObjectType& type, lua_CFunction destroy);

template <class Object>
int destroy(lua_State* L) {
  static_cast<Object*>(lua_touserdata(L, 1))->~Object();
  return 0;
}

/// Pushes the object, or raises the error of making it.
template <class Object>
int push_object(lua_State* L, const ObjectType& type, Result<Object> made) {
  if (!made) raise(L, made.error().what);
  push_type(L, type, destroy<Object>);
  new (lua_newuserdata(L, sizeof(Object))) Object(std::move(*made));
  lua_pushvalue(L, -2);
  lua_setmetatable(L, -2);
  return 1;
}

template <class Object>
const Object& object_at_1(lua_State* L, const ObjectType& type) {
  return *static_cast<Object*>(luaL_checkudata(L, 1, type.name));
}

/// Counts an object of about `bytes` bytes; raises an error when the plugin has too many.
void count_object(lua_State* L, size_t bytes);

/// Checks that the argument at 2 is nothing or a table with these fields.
void check_options(lua_State* L, std::span<const std::string_view> known);
/// Whether the option is set.
bool option(lua_State* L, const char* name);

}  // namespace moonroom::script
