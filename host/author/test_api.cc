#include "author/test_api.h"

#include <algorithm>
#include <array>
#include <deque>
#include <string>
#include <utility>

#include "author/test_object.h"
#include "author/test_person.h"
#include "author/transcript_diff.h"
#include "base/language.h"
#include "script/lua_value.h"
#include "script/table_fields.h"

namespace moonroom::author {
namespace {

using script::push_text;

constexpr const char* kRoom = "moonroom.test.room";

struct RoomOfTest {
  TestRoom* room;
};

TestRoom& room_of(lua_State* L) {
  return *static_cast<RoomOfTest*>(luaL_checkudata(L, 1, kRoom))->room;
}

// The address of the table at 3, { address = "…" }, or the test's own.
wire::Address address_option(lua_State* L) {
  constexpr std::array<std::string_view, 1> kKnown = {"address"};
  if (lua_isnoneornil(L, 3)) return wire::v4_address({127, 0, 0, 1});
  luaL_checktype(L, 3, LUA_TTABLE);
  script::check_fields(L, 3, "options", kKnown);
  const auto text = script::read_text(L, 3, "options", "address", 64);
  const auto address = wire::parse_address(text);
  if (!address) fail(L, "no address: " + text);
  return *address;
}

// room:join(name) -> person. The name must be free; use `room:knock` when a refusal is possible.
int room_join(lua_State* L) {
  auto& room = room_of(L);
  const int seat = room.join(words(L, 2), address_option(L));
  auto& received = room.received(seat);
  const auto response = received.empty() ? std::string("no answer") : received.front();
  if (!room.classic_words().is_welcome(response)) return fail(L, "cannot come in: " + response);
  received.pop_front();
  return push_person(L, room, seat);
}

// room:knock(name) -> person, answer
int room_knock(lua_State* L) {
  auto& room = room_of(L);
  const int seat = room.join(words(L, 2), address_option(L));
  push_person(L, room, seat);
  return 1 + push_next_message(L, room, seat);
}

int room_announce(lua_State* L) {
  room_of(L).announce(words(L, 2));
  return 0;
}

// room:command(line) -> answer
int room_command(lua_State* L) {
  auto& room = room_of(L);
  auto line = words(L, 2);
  if (line.starts_with('/')) line.remove_prefix(1);
  push_text(L, room.command(line));
  return 1;
}

int room_pass(lua_State* L) {
  auto& room = room_of(L);
  const double seconds = luaL_checknumber(L, 2);
  luaL_argcheck(L, seconds >= 0 && seconds <= 1e7, 2, "seconds, up to some months");
  room.pass(std::chrono::duration_cast<Duration>(std::chrono::duration<double>(seconds)));
  return 0;
}

// room:plugin(name, source), room:settings(source): more files of Lua.
int load_more(lua_State* L, ring::Role role, const std::string& name, std::string_view source) {
  const auto loaded =
      room_of(L).load({role, 0, name, "plugins/" + name + ".lua", std::string(source)});
  return loaded ? 0 : fail(L, loaded.error().what);
}

int room_plugin(lua_State* L) {
  return load_more(L, ring::Role::plugin, std::string(words(L, 2)), words(L, 3));
}

int room_settings(lua_State* L) {
  return load_more(L, ring::Role::settings, "config", words(L, 2));
}

// room:speaks(language): switches everything that has texts in that language.
int room_speaks(lua_State* L) {
  const std::string language(words(L, 2));
  const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
  luaL_argcheck(L, std::all_of(language.begin(), language.end(), is_letter), 2, "en, zh ...");
  return load_more(L, ring::Role::wording, "language", "return { language = '" + language + "' }");
}

// room:reload(name): as if its file had been saved.
int room_reload(lua_State* L) {
  const auto loaded = room_of(L).load_again(words(L, 2));
  return loaded ? 0 : fail(L, loaded.error().what);
}

// room:disable(name): as if its file had been removed.
int room_disable(lua_State* L) {
  const auto gone = room_of(L).remove_file(words(L, 2));
  return gone ? 0 : fail(L, gone.error().what);
}

// room:restart(), room:upgrade(), room:crash(): members and room.store stay, timers do not.
template <ring::LoadReason why>
int room_starts_again(lua_State* L) {
  const auto started = room_of(L).start_again(why);
  return started ? 0 : fail(L, started.error().what);
}

// room:logged(text [, file])
int room_logged(lua_State* L) {
  auto& logged = room_of(L).logged();
  const auto text = words(L, 2);
  const std::string file(lua_isnoneornil(L, 3) ? std::string_view() : words(L, 3));
  const auto found = std::find_if(logged.begin(), logged.end(), [&](const room::LogLine& line) {
    return line.text == text && line.file == file;
  });
  if (found != logged.end()) {
    logged.erase(logged.begin(), found + 1);
    return 0;
  }
  std::deque<std::string> lines;
  for (const auto& line : logged) lines.push_back(line.text);
  return fail(L, compare(tr("the log"), text, lines));
}

// room:faults() -> list of texts: faults that the test expects.
int room_faults(lua_State* L) {
  lua_newtable(L);
  int place = 0;
  for (const auto& fault : room_of(L).drain_faults()) {
    push_text(L, fault);
    lua_rawseti(L, -2, ++place);
  }
  return 1;
}

constexpr luaL_Reg kRoomMethods[] = {{"join", room_join},
                                     {"knock", room_knock},
                                     {"announce", room_announce},
                                     {"command", room_command},
                                     {"pass", room_pass},
                                     {"plugin", room_plugin},
                                     {"settings", room_settings},
                                     {"reload", room_reload},
                                     {"disable", room_disable},
                                     {"logged", room_logged},
                                     {"speaks", room_speaks},
                                     {"faults", room_faults},
                                     {"restart", room_starts_again<ring::LoadReason::restart>},
                                     {"upgrade", room_starts_again<ring::LoadReason::upgrade>},
                                     {"crash", room_starts_again<ring::LoadReason::crash>}};

}  // namespace

void open_test_api(lua_State* L) {
  open_type(L, kRoom, "the room of a test", kRoomMethods);
  open_person(L);
}

void push_room(lua_State* L, TestRoom& room) {
  new (lua_newuserdata(L, sizeof(RoomOfTest))) RoomOfTest{&room};
  luaL_getmetatable(L, kRoom);
  lua_setmetatable(L, -2);
}

}  // namespace moonroom::author
