#include "room/look.h"
#include "script/api_functions.h"
#include "script/arguments.h"

namespace moonroom::script {
namespace {

bool wants_whole_words(lua_State* L, int index) {
  if (lua_isnoneornil(L, index)) return false;
  luaL_checktype(L, index, LUA_TTABLE);
  lua_getfield(L, index, "whole");
  const bool set = lua_toboolean(L, -1) != 0;
  lua_pop(L, 1);
  return set;
}

}  // namespace

int room_same(lua_State* L) {
  lua_pushboolean(L, room::looks_alike(check_text(L, 1), check_text(L, 2)) ? 1 : 0);
  return 1;
}

int room_shows(lua_State* L) {
  const auto text = check_text(L, 1);
  const auto part = check_line(L, 2);
  const bool found =
      wants_whole_words(L, 3) ? room::shows_word(text, part) : room::shows(text, part);
  lua_pushboolean(L, found ? 1 : 0);
  return 1;
}

}  // namespace moonroom::script
