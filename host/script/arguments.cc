#include "script/arguments.h"

#include <algorithm>
#include <utility>

#include "room/bounds.h"
#include "script/lua_value.h"
#include "script/member_view.h"
#include "text/text.h"

namespace moonroom::script {
namespace {

void add_listed(lua_State* L, int index, room::Audience& audience) {
  const size_t length = lua_objlen(L, index);
  for (size_t i = 1; i <= length; ++i) {
    lua_rawgeti(L, index, static_cast<int>(i));
    if (lua_type(L, -1) == LUA_TSTRING)
      luaL_error(L, "`to` lists members or ids, not texts; room.member(name) finds a member");
    audience.members.push_back(check_member(L, lua_gettop(L), plugin_of(L)));
    lua_pop(L, 1);
  }
}

}  // namespace

Plugin& plugin_of(lua_State* L) {
  return *static_cast<Plugin*>(lua_touserdata(L, lua_upvalueindex(1)));
}

void push_method(lua_State* L, lua_CFunction method, Plugin& plugin) {
  lua_pushlightuserdata(L, &plugin);
  lua_pushcclosure(L, method, 1);
}

std::string_view check_text(lua_State* L, int index) {
  luaL_checkstring(L, index);
  const auto text = text_at(L, index);
  luaL_argcheck(L, text.size() <= room::kMaxText, index, "the text is longer than 65536 bytes");
  luaL_argcheck(L, text::is_utf8(text), index, "the text is not valid UTF-8");
  return text;
}

std::string_view check_line(lua_State* L, int index) {
  const auto text = check_text(L, index);
  luaL_argcheck(L, !text.empty(), index, "the text is empty");
  return text;
}

std::string_view optional_text(lua_State* L, int index) {
  return lua_isnoneornil(L, index) ? std::string_view() : check_text(L, index);
}

std::string_view text_field(lua_State* L, const char* name, std::string_view otherwise) {
  lua_getfield(L, 1, name);
  if (lua_isnil(L, -1)) return otherwise;
  if (lua_type(L, -1) != LUA_TSTRING)
    luaL_error(L, "`%s` is a text, not a %s", name, luaL_typename(L, -1));
  return check_text(L, lua_gettop(L));
}

Duration check_seconds(lua_State* L, int index, double least) {
  const double seconds = luaL_checknumber(L, index);
  constexpr double kYear = 366.0 * 24 * 3600;
  luaL_argcheck(L, seconds >= least && seconds <= kYear, index,
                "seconds between 0 (0.01 for `every`) and a year");
  return std::chrono::duration_cast<Duration>(std::chrono::duration<double>(seconds));
}

room::Audience check_audience(lua_State* L, int index) {
  room::Audience audience;
  if (lua_isnil(L, index)) return audience;
  audience.kind = room::Audience::Kind::only;
  const auto kind = lua_type(L, index);
  if (kind != LUA_TTABLE && kind != LUA_TUSERDATA && kind != LUA_TNUMBER)
    luaL_error(L,
               "`to` is a member, an id, a list of those, room.others(member) or room.everyone, "
               "not a %s%s",
               luaL_typename(L, index),
               kind == LUA_TSTRING ? "; room.member(name) finds the member of a name" : "");
  if (kind != LUA_TTABLE) {
    audience.members.push_back(check_member(L, index, plugin_of(L)));
    return audience;
  }
  lua_getfield(L, index, kAudienceField);
  const bool named = !lua_isnil(L, -1);
  const auto word = named ? text_at(L, -1) : std::string_view();
  if (word == "everyone") audience.kind = room::Audience::Kind::everyone;
  if (word == "others") audience.kind = room::Audience::Kind::others;
  lua_pop(L, 1);
  add_listed(L, index, audience);
  return audience;
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    auto line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (!line.empty()) lines.emplace_back(line);
  }
  return lines;
}

void enqueue_action(lua_State* L, room::Action action) {
  auto& view = plugin_of(L).queue();
  if (view.is_job) luaL_error(L, "a job only computes: it returns plain data and cannot do this");
  if (!view.try_enqueue(std::move(action)))
    luaL_error(L, "one hook asked for too much: at most %d actions and %d bytes",
               static_cast<int>(kMaxActions), static_cast<int>(kMaxActionBytes));
}

uint32_t add_callback(lua_State* L, bool repeats) {
  Plugin& plugin = plugin_of(L);
  if (plugin.callbacks().is_full())
    luaL_error(L, "too many timers and jobs: cancel those that are not needed");
  const uint32_t number = plugin.queue().next_callback();
  plugin.callbacks().add(L, number, repeats);
  return number;
}

}  // namespace moonroom::script
