#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "room/sanctions.h"
#include "script/api_functions.h"
#include "script/arguments.h"
#include "script/lua_value.h"
#include "script/member_view.h"
#include "script/table_fields.h"

namespace moonroom::script {
namespace {

constexpr std::array<std::string_view, 6> kPostFields = {"line", "text", "kind",
                                                         "from", "to",   "keep"};

void wish_line(lua_State* L, const room::Post& post) {
  enqueue_action(L, post, bytes_of(post));
}

// Each line of the text is one line on the screen. The plain text goes with its line when both have
// the same number of lines.
void wish_post(lua_State* L, const room::Post& post) {
  const auto lines = lines_of(post.line);
  if (lines.empty()) luaL_error(L, "the text is empty");
  const auto texts = lines_of(post.text);
  for (size_t i = 0; i < lines.size(); ++i) {
    room::Post piece = post;
    piece.line = lines[i];
    if (post.text.find('\n') != std::string::npos || lines.size() > 1)
      piece.text = texts.size() == lines.size() ? texts[i] : lines[i];
    wish_line(L, piece);
  }
}

void push_entry(lua_State* L, const room::Entry& entry) {
  lua_createtable(L, 0, 6);
  lua_pushnumber(L, static_cast<lua_Number>(entry.number));
  lua_setfield(L, -2, "number");
  lua_pushnumber(L, std::chrono::duration<double>(entry.time.time_since_epoch()).count());
  lua_setfield(L, -2, "time");
  const std::pair<const char*, const std::string&> texts[] = {{"kind", entry.post.kind},
                                                              {"from", entry.post.from},
                                                              {"text", entry.post.text},
                                                              {"line", entry.post.line}};
  for (const auto& [name, text] : texts) {
    push_text(L, text);
    lua_setfield(L, -2, name);
  }
}

// A member stands for their name, even when it looks like an address; a text can be an address.
room::Ban check_ban(lua_State* L) {
  const auto length = check_seconds(L, 2, 0);
  const auto reason = optional_text(L, 3);
  if (lua_type(L, 1) == LUA_TSTRING) {
    auto ban = room::ban_on(check_line(L, 1), length, reason);
    if (ban) return *std::move(ban);
    push_text(L, ban.error().what);
    lua_error(L);
  }
  const auto who = check_member(L, 1, plugin_of(L));
  const CachedMember* guest = plugin_of(L).queue().members.find(who);
  if (!guest) luaL_error(L, "this member is gone; ban the name");
  return {room::Ban::Kind::name, guest->name, length, std::string(reason)};
}

}  // namespace

int room_post(lua_State* L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  check_fields(L, 1, "post", kPostFields);
  lua_getfield(L, 1, "keep");
  const bool keep = lua_toboolean(L, -1) != 0;
  lua_pop(L, 1);
  lua_getfield(L, 1, "to");
  const auto audience = check_audience(L, 2);
  const auto text = text_field(L, "text", {});
  const auto line = text_field(L, "line", text);
  if (line.empty()) return luaL_error(L, "a post needs a `line` or a `text`");
  const auto kind = text_field(L, "kind", "notice");
  const auto from = text_field(L, "from", {});
  wish_post(L, {std::string(kind), std::string(from), std::string(text), std::string(line),
                audience, keep});
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

int room_members(lua_State* L) {
  Plugin& plugin = plugin_of(L);
  lua_newtable(L);
  int place = 0;
  for (const auto& [id, guest] : plugin.queue().members.members()) {
    if (!guest.present) continue;
    push_member(L, plugin, id);
    lua_rawseti(L, -2, ++place);
  }
  return 1;
}

int room_member(lua_State* L) {
  Plugin& plugin = plugin_of(L);
  MemberCache& roster = plugin.queue().members;
  const CachedMember* guest = lua_type(L, 1) == LUA_TSTRING
                                  ? roster.find_by_name(text_at(L, 1))
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

int room_history(lua_State* L) {
  const auto& past = plugin_of(L).queue().history;
  const double wanted = luaL_optnumber(L, 1, 20);
  luaL_argcheck(L, wanted >= 0, 1, "how many of the latest entries?");
  const auto count =
      wanted < static_cast<double>(past.size()) ? static_cast<size_t>(wanted) : past.size();
  lua_createtable(L, static_cast<int>(count), 0);
  for (size_t i = 0; i < count; ++i) {
    push_entry(L, past[past.size() - count + i]);
    lua_rawseti(L, -2, static_cast<int>(i + 1));
  }
  return 1;
}

int room_kick(lua_State* L) {
  const auto who = check_member(L, 1, plugin_of(L));
  const std::string reason(optional_text(L, 2));
  enqueue_action(L, room::Kick{who, reason}, reason.size());
  return 0;
}

int room_mute(lua_State* L) {
  const auto who = check_member(L, 1, plugin_of(L));
  enqueue_action(L, room::Mute{who, check_seconds(L, 2, 0)}, 0);
  return 0;
}

int room_ban(lua_State* L) {
  room::Ban ban = check_ban(L);
  const size_t bytes = ban.what.size() + ban.reason.size();
  enqueue_action(L, std::move(ban), bytes);
  return 0;
}

}  // namespace moonroom::script
