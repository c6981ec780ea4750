#include <string>
#include <utility>

#include "room/bounds.h"
#include "script/api_functions.h"
#include "script/arguments.h"
#include "script/lua_value.h"

namespace moonroom::script {
int room_log(lua_State* L) {
  const std::string text(check_text(L, 1));
  const std::string file(optional_text(L, 2));
  luaL_argcheck(L, file.empty() || room::is_plain_name(file), 2,
                "a log file is named with 1 to 32 of a-z, 0-9, - and _");
  enqueue_action(L, room::LogLine{plugin_of(L).id(), text, file}, text.size());
  return 0;
}

int push_store(lua_State* L) {
  Plugin& plugin = plugin_of(L);
  if (plugin.queue().is_job)
    return luaL_error(L, "a job has no room.store: hand over what it needs");
  plugin.store().push(L);
  return 1;
}

int room_publish(lua_State* L) {
  Plugin& plugin = plugin_of(L);
  const std::string topic(check_line(L, 1));
  Value data = lua_isnoneornil(L, 2) ? Value() : to_value(L, 2);
  luaL_argcheck(L, size_of(data) <= kMaxActionBytes, 2, "the data is larger than 65536 bytes");
  if (!plugin.queue().publish({plugin.id(), topic, std::move(data)}))
    return luaL_error(L, "too many publications: at most %d for one event",
                      static_cast<int>(kMaxActions));
  return 0;
}

int room_subscribe(lua_State* L) {
  const std::string topic(check_line(L, 1));
  luaL_checktype(L, 2, LUA_TFUNCTION);
  lua_settop(L, 2);
  if (!plugin_of(L).subscribe(L, topic))
    return luaL_error(L, "too many subscriptions: subscribe once, when the plugin is loaded");
  return 0;
}

int room_job(lua_State* L) {
  Plugin& plugin = plugin_of(L);
  const std::string name(check_line(L, 1));
  luaL_argcheck(L, plugin.has_job(name), 1, "the plugin's `jobs` has no function of that name");
  Value data = lua_isnil(L, 2) ? Value() : to_value(L, 2);
  luaL_checktype(L, 3, LUA_TFUNCTION);
  lua_settop(L, 3);
  const size_t bytes = size_of(data);
  const auto job = plugin.add_callback(L, false);
  if (!job) return luaL_error(L, "too many timers and jobs wait already");
  enqueue_action(L, room::StartJob{plugin.id(), *job, name, std::move(data)}, bytes);
  lua_pushnumber(L, *job);
  return 1;
}

}  // namespace moonroom::script
