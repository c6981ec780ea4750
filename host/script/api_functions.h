// The functions of `room`, as Lua calls them; what each is for stands in the table in api.cc.
#pragma once

#include <lua.hpp>

namespace moonroom::script {

// api_room.cc: the room and who is in it
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

// api_time.cc: time and chance
int room_now(lua_State* L);
int room_random(lua_State* L);
int room_after(lua_State* L);
int room_every(lua_State* L);
int room_cancel(lua_State* L);

// api_data.cc: what lasts, and what is said to others than members
int room_log(lua_State* L);
int room_publish(lua_State* L);
int room_subscribe(lua_State* L);
int room_job(lua_State* L);
/// Not called: the field itself.
int push_store(lua_State* L);

// api_names.cc: what a reader takes for what
int room_same(lua_State* L);
int room_shows(lua_State* L);

// api_match.cc: finding things in text
int room_matcher(lua_State* L);
int room_regex(lua_State* L);
/// Makes the two kinds of objects known to a state.
void open_matchers(lua_State* L, Plugin& plugin);

// api_secrets.cc: what others may not read
int room_password_hash(lua_State* L);
int room_password_verify(lua_State* L);

}  // namespace moonroom::script
