#include "script/api.h"

#include <string_view>

#include "script/arguments.h"
#include "script/lua_value.h"
#include "script/table_fields.h"

namespace moonroom::script {
namespace {

// Pushes `room.store`.
int push_store(lua_State* L) {
  Plugin& plugin = plugin_of(L);
  if (plugin.queue().is_job)
    return luaL_error(L, "a job has no room.store: hand over what it needs");
  plugin.store().push(L);
  return 1;
}

// The `__index` of `room`: returns `room.store`. Any other field is a typing error, reported by
// name instead of as "attempt to call a nil value".
int other_field(lua_State* L) {
  const std::string word(lua_type(L, 2) == LUA_TSTRING ? text_at(L, 2) : "?");
  if (word == "store") return push_store(L);
  return luaL_error(L, "`room` has no `%s`%s", word.c_str(),
                    did_you_mean(word, room_fields()).c_str());
}

int room_stays_as_it_is(lua_State* L) {
  return luaL_error(L, "`room` cannot be changed; what is to last belongs into `room.store`");
}

}  // namespace

const std::vector<ApiFunction>& api() {
  static const auto all = [] {
    std::vector<ApiFunction> functions;
    for (const auto& group :
         {speech_functions(), member_functions(), text_functions(), time_functions(),
          data_functions(), matcher_functions(), regex_functions(), secret_functions()})
      functions.insert(functions.end(), group.begin(), group.end());
    return functions;
  }();
  return all;
}

std::vector<std::string_view> room_fields() {
  std::vector<std::string_view> fields = {"everyone", "store"};
  for (const auto& function : api()) fields.emplace_back(function.name);
  return fields;
}

void open_api(lua_State* L, Plugin& plugin) {
  lua_newtable(L);  // room
  lua_newtable(L);  // room metatable
  lua_newtable(L);  // room metatable functions
  for (const auto& function : api()) {
    push_text(L, function.name);
    push_method(L, function.run, plugin);
    lua_rawset(L, -3);
  }
  lua_createtable(L, 0, 1);
  lua_pushliteral(L, "everyone");
  lua_setfield(L, -2, kAudienceField);
  lua_setfield(L, -2, "everyone");
  lua_newtable(L);  // room metatable functions their-metatable
  push_method(L, other_field, plugin);
  lua_setfield(L, -2, "__index");
  lua_setmetatable(L, -2);
  lua_setfield(L, -2, "__index");
  lua_pushcfunction(L, room_stays_as_it_is);
  lua_setfield(L, -2, "__newindex");
  lua_pushliteral(L, "locked");
  lua_setfield(L, -2, "__metatable");
  lua_setmetatable(L, -2);
  lua_setglobal(L, "room");
}

}  // namespace moonroom::script
