// The functions of `room` as Lua calls them; the table in api.cc describes them.
#pragma once

#include <lua.hpp>

namespace moonroom::script {

// api_room.cc: the room and its members
int room_post(lua_State* L);
int room_say(lua_State* L);
int room_tell(lua_State* L);
int room_members(lua_State* L);
int room_member(lua_State* L);
int room_others(lua_State* L);
int room_history(lua_State* L);
int room_kick(lua_State* L);
int room_mute(lua_State* L);
int room_ban(lua_State* L);

// api_time.cc: time and random numbers
int room_now(lua_State* L);
int room_random(lua_State* L);
int room_after(lua_State* L);
int room_every(lua_State* L);
int room_cancel(lua_State* L);

// api_data.cc: storage, logs, and messages between plugins
int room_log(lua_State* L);
int room_publish(lua_State* L);
int room_subscribe(lua_State* L);
int room_job(lua_State* L);
/// Not called from Lua: the value of the field.
int push_store(lua_State* L);

// api_names.cc: whether texts look alike
int room_same(lua_State* L);
int room_shows(lua_State* L);

// api_match.cc: text matching
int room_matcher(lua_State* L);
int room_regex(lua_State* L);
/// Registers the types of matchers and regular expressions.
void open_matchers(lua_State* L, Plugin& plugin);

// api_secrets.cc: password hashes
int room_password_hash(lua_State* L);
int room_password_verify(lua_State* L);

}  // namespace moonroom::script
