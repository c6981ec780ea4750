#include "script/table_fields.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/nearest.h"
#include "script/lua_value.h"

namespace moonroom::script {

std::string did_you_mean(std::string_view word, std::span<const std::string_view> known) {
  const auto meant = nearest(word, known);
  return meant.empty() ? "" : fmt::format("; did you mean `{}`?", meant);
}

std::string suggestion(std::string_view word, std::span<const std::string_view> known) {
  const auto hint = did_you_mean(word, known);
  return hint.empty() ? fmt::format("there are: {}", fmt::join(known, ", ")) : hint.substr(2);
}

void check_fields(lua_State* L, int index, const std::string& where,
                  std::span<const std::string_view> known) {
  lua_pushnil(L);
  while (lua_next(L, index) != 0) {
    const std::string key(lua_type(L, -2) == LUA_TSTRING ? text_at(L, -2) : "?");
    if (std::find(known.begin(), known.end(), key) == known.end())
      raise(L, fmt::format("`{}` has no `{}`; {}", where, key, suggestion(key, known)));
    lua_pop(L, 1);
  }
}

std::string read_text(lua_State* L, int index, const std::string& where, const char* field,
                      size_t most_bytes) {
  lua_getfield(L, index, field);
  if (!lua_isnil(L, -1) && lua_type(L, -1) != LUA_TSTRING)
    raise(L, fmt::format("`{}.{}` is a text, not a {}", where, field, luaL_typename(L, -1)));
  std::string text(lua_isnil(L, -1) ? std::string_view() : text_at(L, -1));
  if (text.size() > most_bytes)
    raise(L, fmt::format("`{}.{}` is longer than {} bytes", where, field, most_bytes));
  lua_pop(L, 1);
  return text;
}

}  // namespace moonroom::script
