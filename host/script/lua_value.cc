#include "script/lua_value.h"

#include <stdexcept>
#include <string>

#include "base/bytes.h"

namespace moonroom::script {
namespace {

constexpr int kDeepest = 16;

Value nested_value(lua_State* L, int index, int depth);

// One pair of the table; the key is at -2, the value at -1.
void add_field(lua_State* L, Table& table, int depth) {
  if (lua_type(L, -2) == LUA_TSTRING) {
    table.fields.insert_or_assign(std::string(text_at(L, -2)), nested_value(L, -1, depth));
  } else if (lua_type(L, -2) != LUA_TNUMBER ||
             lua_tonumber(L, -2) > static_cast<double>(table.items.size()) ||
             lua_tonumber(L, -2) < 1) {
    luaL_error(L, "plain data has keys that are strings or 1..n, not a %s", luaL_typename(L, -2));
  }
}

Table to_table(lua_State* L, int index, int depth) {
  if (depth > kDeepest) luaL_error(L, "plain data is nested at most %d deep", kDeepest);
  luaL_checkstack(L, 4, "plain data");
  Table table;
  const size_t length = lua_objlen(L, index);
  for (size_t i = 1; i <= length; ++i) {
    lua_rawgeti(L, index, static_cast<int>(i));
    table.items.push_back(nested_value(L, lua_gettop(L), depth));
    lua_pop(L, 1);
  }
  lua_pushnil(L);
  while (lua_next(L, index) != 0) {
    add_field(L, table, depth);
    lua_pop(L, 1);
  }
  return table;
}

Value nested_value(lua_State* L, int index, int depth) {
  if (index < 0) index = lua_gettop(L) + 1 + index;
  switch (lua_type(L, index)) {
    case LUA_TNIL:
      return {};
    case LUA_TBOOLEAN:
      return lua_toboolean(L, index) != 0;
    case LUA_TNUMBER:
      return lua_tonumber(L, index);
    case LUA_TSTRING:
      return text_at(L, index);
    case LUA_TTABLE:
      return to_table(L, index, depth + 1);
    default:
      luaL_error(L, "a %s is no plain data", luaL_typename(L, index));
      return {};
  }
}

}  // namespace

Value to_value(lua_State* L, int index) {
  return nested_value(L, index, 0);
}

size_t size_of(const Value& value) {
  std::string bytes;
  ByteWriter(bytes).value(value);
  return bytes.size();
}

void push_value(lua_State* L, const Value& value) {
  luaL_checkstack(L, 4, "plain data");
  if (const auto* flag = value.flag()) return lua_pushboolean(L, *flag);
  if (const auto* number = value.number()) return lua_pushnumber(L, *number);
  if (const auto* text = value.text()) return push_text(L, *text);
  const auto* table = value.table();
  if (!table) return lua_pushnil(L);
  lua_createtable(L, static_cast<int>(table->items.size()), static_cast<int>(table->fields.size()));
  for (size_t i = 0; i < table->items.size(); ++i) {
    push_value(L, table->items[i]);
    lua_rawseti(L, -2, static_cast<int>(i + 1));
  }
  for (const auto& [key, field] : table->fields) {
    push_text(L, key);
    push_value(L, field);
    lua_rawset(L, -3);
  }
}

void raise(lua_State* L, std::string_view words) {
  push_text(L, words);
  lua_error(L);
  throw std::logic_error("lua_error returned");
}

void push_text(lua_State* L, std::string_view text) {
  lua_pushlstring(L, text.data(), text.size());
}

std::string_view text_at(lua_State* L, int index) {
  size_t size = 0;
  const char* text = lua_tolstring(L, index, &size);
  return {text, size};
}

}  // namespace moonroom::script
