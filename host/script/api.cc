#include "script/api.h"

#include <array>
#include <cmath>
#include <ctime>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/nearest.h"
#include "ring/answer_check.h"
#include "script/lua_value.h"
#include "script/member_view.h"
#include "wire/text.h"

namespace moonroom::script {
namespace {

// An audience is a small table with this field, so that a plugin may keep one and look at it.
constexpr const char* kAudienceField = "audience";

Plugin& plugin_of(lua_State* L) {
  return *static_cast<Plugin*>(lua_touserdata(L, lua_upvalueindex(1)));
}

// ── Arguments: checked before anything is built, because an error does not return ───────────────

std::string_view check_text(lua_State* L, int index) {
  luaL_checkstring(L, index);
  const auto text = text_at(L, index);
  luaL_argcheck(L, text.size() <= ring::kMaxLine, index, "the text is longer than 65536 bytes");
  luaL_argcheck(L, wire::is_utf8(text), index, "the text is not valid UTF-8");
  return text;
}

std::string_view check_line(lua_State* L, int index) {
  const auto text = check_text(L, index);
  luaL_argcheck(L, !text.empty(), index, "the text is empty");
  return text;
}

// The text of field `name` of the table at 1, or `otherwise`; stays on the stack.
std::string_view text_field(lua_State* L, const char* name, std::string_view otherwise) {
  lua_getfield(L, 1, name);
  if (lua_isnil(L, -1)) return otherwise;
  if (lua_type(L, -1) != LUA_TSTRING)
    luaL_error(L, "`%s` is a text, not a %s", name, luaL_typename(L, -1));
  return check_text(L, lua_gettop(L));
}

void add_listed(lua_State* L, int index, room::Audience& audience) {
  const size_t length = lua_objlen(L, index);
  for (size_t i = 1; i <= length; ++i) {
    lua_rawgeti(L, index, static_cast<int>(i));
    audience.members.push_back(check_member(L, lua_gettop(L), plugin_of(L)));
    lua_pop(L, 1);
  }
}

// nil, everyone, others(…), a member, an id, or a list of those.
room::Audience check_audience(lua_State* L, int index) {
  room::Audience audience;
  if (lua_isnil(L, index)) return audience;
  audience.kind = room::Audience::Kind::only;
  if (!lua_istable(L, index)) {
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

Duration check_seconds(lua_State* L, int index, double least) {
  const double seconds = luaL_checknumber(L, index);
  constexpr double kYear = 366.0 * 24 * 3600;
  luaL_argcheck(L, seconds >= least && seconds <= kYear, index,
                "seconds between 0 (0.01 for `every`) and a year");
  return std::chrono::duration_cast<Duration>(std::chrono::duration<double>(seconds));
}

void wish(lua_State* L, room::Action action, size_t bytes) {
  if (!plugin_of(L).view().wish(std::move(action), bytes))
    luaL_error(L, "one hook asked for too much: at most %d actions and %d bytes",
               static_cast<int>(kMaxWishes), static_cast<int>(kMaxWishBytes));
}

// ── Speaking ────────────────────────────────────────────────────────────────────────────────────

void wish_post(lua_State* L, room::Post post) {
  const size_t bytes = post.line.size() + post.text.size() + post.from.size() + post.kind.size();
  wish(L, std::move(post), bytes);
}

int room_post(lua_State* L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  lua_getfield(L, 1, "to");
  const auto audience = check_audience(L, 2);
  const auto text = text_field(L, "text", {});
  const auto line = text_field(L, "line", text);
  if (line.empty()) return luaL_error(L, "a post needs a `line` or a `text`");
  const auto kind = text_field(L, "kind", "notice");
  const auto from = text_field(L, "from", {});
  wish_post(L,
            {std::string(kind), std::string(from), std::string(text), std::string(line), audience});
  return 0;
}

int room_say(lua_State* L) {
  const std::string text(check_line(L, 1));
  wish_post(L, {"notice", "", text, text, {}});
  return 0;
}

int room_tell(lua_State* L) {
  const auto who = check_member(L, 1, plugin_of(L));
  const std::string text(check_line(L, 2));
  wish_post(L, {"private", "", text, text, {room::Audience::Kind::only, {who}}});
  return 0;
}

// ── Members ─────────────────────────────────────────────────────────────────────────────────────

int room_members(lua_State* L) {
  Plugin& plugin = plugin_of(L);
  lua_newtable(L);
  int place = 0;
  for (const auto& [id, guest] : plugin.view().roster.guests()) {
    if (!guest.present) continue;
    push_member(L, plugin, id);
    lua_rawseti(L, -2, ++place);
  }
  return 1;
}

int room_member(lua_State* L) {
  Plugin& plugin = plugin_of(L);
  Roster& roster = plugin.view().roster;
  const Guest* guest = lua_type(L, 1) == LUA_TSTRING ? roster.named(text_at(L, 1))
                                                     : roster.find(check_member(L, 1, plugin));
  if (!guest || !guest->present) {
    lua_pushnil(L);
    return 1;
  }
  push_member(L, plugin, guest->id);
  return 1;
}

int room_others(lua_State* L) {
  const auto who = check_member(L, 1, plugin_of(L));
  lua_createtable(L, 1, 1);
  lua_pushnumber(L, static_cast<lua_Number>(who));
  lua_rawseti(L, -2, 1);
  lua_pushliteral(L, "others");
  lua_setfield(L, -2, kAudienceField);
  return 1;
}

int room_kick(lua_State* L) {
  const auto who = check_member(L, 1, plugin_of(L));
  const std::string reason(lua_isnoneornil(L, 2) ? std::string_view() : check_text(L, 2));
  wish(L, room::Kick{who, reason}, reason.size());
  return 0;
}

// ── Time and chance ─────────────────────────────────────────────────────────────────────────────

int room_now(lua_State* L) {
  const auto now = plugin_of(L).view().now.time_since_epoch();
  if (lua_isnoneornil(L, 1)) {
    lua_pushnumber(L, std::chrono::duration<double>(now).count());
    return 1;
  }
  const char* format = luaL_checkstring(L, 1);
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now).count();
  std::tm local{};
  localtime_r(&seconds, &local);
  std::array<char, 256> text{};
  const size_t size = std::strftime(text.data(), text.size(), format, &local);
  push_text(L, {text.data(), size});
  return 1;
}

int room_random(lua_State* L) {
  auto& random = plugin_of(L).view().random;
  if (lua_isnoneornil(L, 1)) {
    lua_pushnumber(L, std::uniform_real_distribution<double>(0, 1)(random));
    return 1;
  }
  const bool two = !lua_isnoneornil(L, 2);
  const double first = two ? luaL_checknumber(L, 1) : 1;
  const double last = luaL_checknumber(L, two ? 2 : 1);
  constexpr double kExact = 9007199254740992.0;
  luaL_argcheck(L, std::abs(first) < kExact && std::abs(last) < kExact && first <= last, 1,
                "no whole number lies between the two");
  std::uniform_int_distribution<int64_t> between(static_cast<int64_t>(std::ceil(first)),
                                                 static_cast<int64_t>(std::floor(last)));
  luaL_argcheck(L, between.a() <= between.b(), 1, "no whole number lies between the two");
  lua_pushnumber(L, static_cast<lua_Number>(between(random)));
  return 1;
}

int set_timer(lua_State* L, double least, bool repeats) {
  Plugin& plugin = plugin_of(L);
  const auto wait = check_seconds(L, 1, least);
  luaL_checktype(L, 2, LUA_TFUNCTION);
  lua_settop(L, 2);
  const auto timer = plugin.add_timer(L, repeats);
  if (!timer) return luaL_error(L, "too many timers: cancel those that are not needed");
  wish(L, room::SetTimer{plugin.id(), *timer, wait, repeats ? wait : Duration::zero()}, 0);
  lua_pushnumber(L, *timer);
  return 1;
}

int room_after(lua_State* L) {
  return set_timer(L, 0, false);
}

int room_every(lua_State* L) {
  return set_timer(L, 0.01, true);
}

int room_cancel(lua_State* L) {
  Plugin& plugin = plugin_of(L);
  const double number = luaL_checknumber(L, 1);
  if (!(number >= 1 && number <= 4294967295.0)) return 0;
  const auto timer = static_cast<uint32_t>(number);
  plugin.drop_timer(L, timer);
  wish(L, room::CancelTimer{plugin.id(), timer}, 0);
  return 0;
}

// ── The log ─────────────────────────────────────────────────────────────────────────────────────

int room_log(lua_State* L) {
  const std::string text(check_text(L, 1));
  const std::string file(lua_isnoneornil(L, 2) ? std::string_view() : check_text(L, 2));
  luaL_argcheck(L, file.empty() || ring::is_file_name(file), 2,
                "a log file is named with 1 to 32 of a-z, 0-9, - and _");
  wish(L, room::LogLine{plugin_of(L).name(), text, file}, text.size());
  return 0;
}

constexpr std::array<ApiFunction, 13> kApi = {{
    {"post", room_post, "room.post{line=, text=, kind=, from=, to=}"},
    {"say", room_say, "room.say(text)"},
    {"tell", room_tell, "room.tell(member, text)"},
    {"members", room_members, "room.members()"},
    {"member", room_member, "room.member(name or id)"},
    {"others", room_others, "room.others(member)"},
    {"kick", room_kick, "room.kick(member [, reason])"},
    {"log", room_log, "room.log(text [, file])"},
    {"now", room_now, "room.now([format])"},
    {"random", room_random, "room.random([first,] [last])"},
    {"after", room_after, "room.after(seconds, function)"},
    {"every", room_every, "room.every(seconds, function)"},
    {"cancel", room_cancel, "room.cancel(timer)"},
}};

// A misspelt function says so, instead of "attempt to call a nil value".
int no_such_function(lua_State* L) {
  std::vector<std::string_view> known = {"everyone"};
  for (const auto& function : kApi) known.emplace_back(function.name);
  const std::string word(lua_type(L, 2) == LUA_TSTRING ? text_at(L, 2) : "?");
  const std::string meant(nearest(word, known));
  const std::string hint = meant.empty() ? "" : "; did you mean `" + meant + "`?";
  return luaL_error(L, "`room` has no `%s`%s", word.c_str(), hint.c_str());
}

int read_only(lua_State* L) {
  return luaL_error(L, "`room` cannot be changed");
}

}  // namespace

std::span<const ApiFunction> api() {
  return kApi;
}

void open_api(lua_State* L, Plugin& plugin) {
  lua_newtable(L);  // room
  lua_newtable(L);  // room metatable
  lua_newtable(L);  // room metatable functions
  for (const auto& function : kApi) {
    lua_pushlightuserdata(L, &plugin);
    lua_pushcclosure(L, function.run, 1);
    lua_setfield(L, -2, function.name);
  }
  lua_createtable(L, 0, 1);
  lua_pushliteral(L, "everyone");
  lua_setfield(L, -2, kAudienceField);
  lua_setfield(L, -2, "everyone");
  lua_newtable(L);  // room metatable functions their-metatable
  lua_pushcfunction(L, no_such_function);
  lua_setfield(L, -2, "__index");
  lua_setmetatable(L, -2);
  lua_setfield(L, -2, "__index");
  lua_pushcfunction(L, read_only);
  lua_setfield(L, -2, "__newindex");
  lua_pushliteral(L, "locked");
  lua_setfield(L, -2, "__metatable");
  lua_setmetatable(L, -2);
  lua_setglobal(L, "room");
}

}  // namespace moonroom::script
