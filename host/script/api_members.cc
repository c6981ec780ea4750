// Members, the history, and sanctions.
#include <string>
#include <string_view>
#include <utility>

#include "room/sanctions.h"
#include "script/api.h"
#include "script/arguments.h"
#include "script/lua_value.h"
#include "script/member_view.h"

namespace moonroom::script {
namespace {

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
  const CachedMember* member = plugin_of(L).queue().members.find(who);
  if (!member) luaL_error(L, "this member is gone; ban the name");
  return {room::Ban::Kind::name, member->name, length, std::string(reason)};
}

int room_members(lua_State* L) {
  Plugin& plugin = plugin_of(L);
  lua_newtable(L);
  int place = 0;
  for (const auto& [id, member] : plugin.queue().members.members()) {
    if (!member.present) continue;
    push_member(L, plugin, id);
    lua_rawseti(L, -2, ++place);
  }
  return 1;
}

int room_member(lua_State* L) {
  Plugin& plugin = plugin_of(L);
  MemberCache& members = plugin.queue().members;
  const CachedMember* member = lua_type(L, 1) == LUA_TSTRING
                                   ? members.find_by_name(text_at(L, 1))
                                   : members.find(check_member(L, 1, plugin));
  if (!member || !member->present) {
    lua_pushnil(L);
    return 1;
  }
  push_member(L, plugin, member->id);
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
  enqueue_action(L, room::Kick{who, std::string(optional_text(L, 2))});
  return 0;
}

int room_mute(lua_State* L) {
  const auto who = check_member(L, 1, plugin_of(L));
  enqueue_action(L, room::Mute{who, check_seconds(L, 2, 0)});
  return 0;
}

int room_ban(lua_State* L) {
  enqueue_action(L, check_ban(L));
  return 0;
}

constexpr ApiFunction kMemberFunctions[] = {
    {.name = "members",
     .run = room_members,
     .returns = "moonroom.Member[] members",
     .help = "The members in the room, in order of arrival.",
     .example = "for _, member in ipairs(room.members()) do room.tell(member, \"hello\") end"},
    {.name = "member",
     .run = room_member,
     .parameters = {{"who", "string|integer|moonroom.Member", "a name, or an `id`"}},
     .returns = "moonroom.Member? member",
     .help = "One who is in the room: under exactly this name, or under one that looks the same "
             "(`room.same`).",
     .failure = "nil when there is none.",
     .example = "local ann = room.member(\"ann\")"},
    {.name = "others",
     .run = room_others,
     .parameters = {kWho},
     .returns = "moonroom.Audience audience",
     .help = "Everybody but one, for the `to` of a post.",
     .example = "room.post { text = \"ann waves\", to = room.others(member) }"},
    {.name = "history",
     .run = room_history,
     .parameters = {{"count", "integer?",
                     "how many at most; 20 when left out, and never more than 200"}},
     .returns = "moonroom.Entry[] entries",
     .help = "The latest of what everybody could hear, oldest first.",
     .example = "for _, entry in ipairs(room.history(5)) do room.tell(member, entry.line) end"},
    {.name = "kick",
     .run = room_kick,
     .parameters = {kWho, {"reason", "string?", "told to the member"}},
     .help = "Removes a member from the room. Coming back is allowed.",
     .failure = kGone,
     .example = "room.kick(message.author, \"that was enough\")"},
    {.name = "mute",
     .run = room_mute,
     .parameters = {kWho, {"seconds", "number", "for how long; 0 lets the member speak again"}},
     .help = "The member hears, but is not heard. Another name, another login or another session "
             "from the same source does not help, unless others of that source were in the room "
             "already: then the mute holds for the name only, and the log says so.",
     .failure = kGone,
     .example = "room.mute(message.author, 60)"},
    {.name = "ban",
     .run = room_ban,
     .parameters =
         {{"who", "string|moonroom.Member|integer",
           "a name, an IP address, a block of addresses (`198.51.100.0/24`), or a member"},
          {"seconds", "number", "for how long; 0 lifts the ban"},
          {"reason", "string?", "told to those who are kept out"}},
     .help = "Removes every member with this name or address, and keeps them out. One IPv6 address "
             "stands for its /64.",
     .failure = "An error when the member is gone already (ban the name), and when a block is none "
                "or too large.",
     .example = "room.ban(member.address, 3600, \"come back in an hour\")"},
};

}  // namespace

std::span<const ApiFunction> member_functions() {
  return kMemberFunctions;
}

}  // namespace moonroom::script
