#include "script/member_view.h"

#include <array>
#include <span>
#include <string>
#include <string_view>

#include "room/line_reading.h"
#include "script/arguments.h"
#include "script/lua_value.h"
#include "script/table_fields.h"

namespace moonroom::script {
namespace {

constexpr const char* kMember = "moonroom.member";
constexpr const char* kMessage = "moonroom.message";

// The userdata of both types; `id` is the member's, unset for a message.
struct View {
  room::MemberId id;
  uint64_t hook;
};

void push_view(lua_State* L, const char* kind, View view) {
  *static_cast<View*>(lua_newuserdata(L, sizeof(View))) = view;
  luaL_getmetatable(L, kind);
  lua_setmetatable(L, -2);
}

const View& check_alive(lua_State* L, int index, const char* kind, const Plugin& plugin) {
  const auto& view = *static_cast<View*>(luaL_checkudata(L, index, kind));
  if (view.hook != plugin.hook_number())
    luaL_error(L, "a member or message is good only in the hook that got it; keep its id instead");
  return view;
}

int unknown_field(lua_State* L, const char* what, std::string_view key,
                  std::span<const std::string_view> known) {
  return luaL_error(L, "a %s has no field `%s`%s", what, std::string(key).c_str(),
                    did_you_mean(key, known).c_str());
}

constexpr std::array<std::string_view, 5> kMemberFields = {"id", "name", "address", "source",
                                                           "conflict"};
constexpr std::array<std::string_view, 5> kMessageFields = {"id", "text", "name", "author",
                                                            "command"};

// member.name, .id, .address, .source, .conflict
int member_field(lua_State* L) {
  Plugin& plugin = plugin_of(L);
  const auto& view = check_alive(L, 1, kMember, plugin);
  const auto key = std::string_view(luaL_checkstring(L, 2));
  if (key == "id") {
    lua_pushnumber(L, static_cast<lua_Number>(view.id));
    return 1;
  }
  const CachedMember* member = plugin.queue().members.find(view.id);
  if (!member) return luaL_error(L, "this member is gone");
  if (key == "name")
    push_text(L, member->name);
  else if (key == "address")
    push_text(L, member->address);
  else if (key == "source")
    push_text(L, member->source);
  else if (key != "conflict")
    return unknown_field(L, "member", key, kMemberFields);
  else if (member->conflict == room::NameConflict::none)
    lua_pushnil(L);
  else
    push_text(L, to_string(member->conflict));
  return 1;
}

// message.text, .name, .author, .id, .command
int message_field(lua_State* L) {
  Plugin& plugin = plugin_of(L);
  check_alive(L, 1, kMessage, plugin);
  const CurrentMessage& message = *plugin.message();
  const auto key = std::string_view(luaL_checkstring(L, 2));
  if (key == "text")
    push_text(L, message.text);
  else if (key == "id")
    lua_pushnumber(L, static_cast<lua_Number>(message.number));
  else if (key == "author")
    push_member(L, plugin, message.author);
  else if (key == "command")
    message.command.empty() ? lua_pushnil(L) : push_text(L, message.command);
  else if (key != "name")
    return unknown_field(L, "message", key, kMessageFields);
  else if (const CachedMember* author = plugin.queue().members.find(message.author))
    push_text(L, author->name);
  else
    lua_pushnil(L);
  return 1;
}

int read_only(lua_State* L) {
  return luaL_error(L, "members and messages are read only; filter_message returns a new text");
}

int same_member(lua_State* L) {
  const auto& a = *static_cast<View*>(luaL_checkudata(L, 1, kMember));
  const auto& b = *static_cast<View*>(luaL_checkudata(L, 2, kMember));
  lua_pushboolean(L, a.id == b.id);
  return 1;
}

void set_method(lua_State* L, const char* name, lua_CFunction method, Plugin& plugin) {
  push_method(L, method, plugin);
  lua_setfield(L, -2, name);
}

// call.after(count) -> text. Upvalue: the call's text.
int text_behind(lua_State* L) {
  const double count = luaL_checknumber(L, 1);
  luaL_argcheck(L, count >= 0 && count <= 65536, 1, "behind how many words? call.after(1)");
  push_text(L, room::behind_words(text_at(L, lua_upvalueindex(1)), static_cast<size_t>(count)));
  return 1;
}

void open_kind(lua_State* L, const char* kind, lua_CFunction field, Plugin& plugin) {
  luaL_newmetatable(L, kind);
  set_method(L, "__index", field, plugin);
  set_method(L, "__newindex", read_only, plugin);
  lua_pushliteral(L, "locked");
  lua_setfield(L, -2, "__metatable");
}

}  // namespace

void open_views(lua_State* L, Plugin& plugin) {
  open_kind(L, kMember, member_field, plugin);
  set_method(L, "__eq", same_member, plugin);
  open_kind(L, kMessage, message_field, plugin);
  lua_pop(L, 2);
}

void push_member(lua_State* L, const Plugin& plugin, room::MemberId id) {
  push_view(L, kMember, {id, plugin.hook_number()});
}

void push_message(lua_State* L, const Plugin& plugin) {
  push_view(L, kMessage, {0, plugin.hook_number()});
}

void push_call(lua_State* L, const Plugin& plugin, const Call& call) {
  lua_createtable(L, 0, 5);
  if (call.member) {
    push_member(L, plugin, *call.member);
    lua_setfield(L, -2, "member");
  }
  push_text(L, call.name);
  lua_setfield(L, -2, "name");
  push_text(L, call.text);
  lua_pushvalue(L, -1);
  lua_setfield(L, -3, "text");
  lua_pushcclosure(L, text_behind, 1);
  lua_setfield(L, -2, "after");
  lua_newtable(L);
  int place = 0;
  for (const auto& word : room::command_words(call.arguments)) {
    push_text(L, word);
    lua_rawseti(L, -2, ++place);
  }
  lua_setfield(L, -2, "words");
}

bool is_member(lua_State* L, int index) {
  if (lua_type(L, index) != LUA_TUSERDATA || !lua_getmetatable(L, index)) return false;
  luaL_getmetatable(L, kMember);
  const bool same = lua_rawequal(L, -1, -2) != 0;
  lua_pop(L, 2);
  return same;
}

room::MemberId check_member(lua_State* L, int index, const Plugin& plugin) {
  if (lua_type(L, index) == LUA_TNUMBER) {
    // Above 2^53 Lua's numbers are not exact; ids never get there.
    const lua_Number number = lua_tonumber(L, index);
    luaL_argcheck(L, number >= 0 && number < 9007199254740992.0, index, "no member id");
    return static_cast<room::MemberId>(number);
  }
  if (is_member(L, index)) return check_alive(L, index, kMember, plugin).id;
  luaL_typerror(L, index, "member or member id");
  return 0;
}

}  // namespace moonroom::script
