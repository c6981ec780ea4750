#include "author/test_api.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "author/transcript_diff.h"
#include "base/language.h"
#include "base/nearest.h"
#include "script/lua_value.h"
#include "script/table_fields.h"

namespace moonroom::author {
namespace {

using script::push_text;
using script::text_at;

constexpr const char* kRoom = "moonroom.test.room";
constexpr const char* kPerson = "moonroom.test.person";

struct Person {
  TestRoom* stage;
  int seat;
};

struct RoomOfTest {
  TestRoom* stage;
};

TestRoom& stage_of(lua_State* L) {
  return *static_cast<RoomOfTest*>(luaL_checkudata(L, 1, kRoom))->stage;
}

Person& person_of(lua_State* L) {
  return *static_cast<Person*>(luaL_checkudata(L, 1, kPerson));
}

std::string_view words(lua_State* L, int index) {
  luaL_checkstring(L, index);
  return text_at(L, index);
}

std::string who(const Person& person) {
  const auto* member = person.stage->member(person.seat);
  return member ? member->name : "somebody who is not in the room";
}

// An error at the test's own line instead of this file's.
int fail(lua_State* L, const std::string& what) {
  luaL_where(L, 1);
  push_text(L, what);
  lua_concat(L, 2);
  return lua_error(L);
}

// ── A person ────────────────────────────────────────────────────────────────────────────────────

// The answer to the login belongs to joining; `refused` checks it.
int person_answer(lua_State* L) {
  const auto& person = person_of(L);
  auto& heard = person.stage->received(person.seat);
  if (heard.empty()) return 0;
  push_text(L, heard.front());
  heard.pop_front();
  return 1;
}

int person_says(lua_State* L) {
  const auto& person = person_of(L);
  if (!person.stage->member(person.seat)) return fail(L, "who speaks here is not in the room");
  auto& stage = *person.stage;
  stage.send(person.seat, stage.request(wire::Verb::chat, "x " + std::string(words(L, 2))));
  return 0;
}

int person_leaves(lua_State* L) {
  const auto& person = person_of(L);
  person.stage->send(person.seat, person.stage->request(wire::Verb::quit, "x"));
  return 0;
}

// Discards the messages before the one that it waits for.
int person_hears(lua_State* L) {
  const auto& person = person_of(L);
  auto& heard = person.stage->received(person.seat);
  const auto expected = words(L, 2);
  const auto found = std::find(heard.begin(), heard.end(), expected);
  if (found == heard.end()) return fail(L, compare(who(person), expected, heard));
  heard.erase(heard.begin(), found + 1);
  return 0;
}

// person:hears_like(pattern) -> the line
int person_hears_like(lua_State* L) {
  const auto& person = person_of(L);
  auto& heard = person.stage->received(person.seat);
  const auto pattern = words(L, 2);
  for (auto it = heard.begin(); it != heard.end(); ++it) {
    lua_getglobal(L, "string");
    lua_getfield(L, -1, "find");
    push_text(L, *it);
    lua_pushvalue(L, 2);
    lua_call(L, 2, 1);
    const bool fits = !lua_isnil(L, -1);
    lua_pop(L, 2);
    if (!fits) continue;
    push_text(L, *it);
    heard.erase(heard.begin(), it + 1);
    return 1;
  }
  return fail(L, compare(who(person), pattern, heard));
}

int person_hears_nothing(lua_State* L) {
  const auto& person = person_of(L);
  const auto& heard = person.stage->received(person.seat);
  if (heard.empty()) return 0;
  return fail(L, tr_format("{} hears {}", who(person), heard.front()));
}

int person_forgets(lua_State* L) {
  const auto& person = person_of(L);
  person.stage->received(person.seat).clear();
  return 0;
}

int person_is_here(lua_State* L) {
  const auto& person = person_of(L);
  lua_pushboolean(L, person.stage->member(person.seat) != nullptr);
  return 1;
}

// ── The room ────────────────────────────────────────────────────────────────────────────────────

int push_person(lua_State* L, TestRoom& stage, int seat) {
  new (lua_newuserdata(L, sizeof(Person))) Person{&stage, seat};
  luaL_getmetatable(L, kPerson);
  lua_setmetatable(L, -2);
  return 1;
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
  auto& stage = stage_of(L);
  const int seat = stage.join(words(L, 2), address_option(L));
  auto& heard = stage.received(seat);
  const auto response = heard.empty() ? std::string("no answer") : heard.front();
  if (!stage.classic_words().is_welcome(response)) return fail(L, "cannot come in: " + response);
  heard.pop_front();
  return push_person(L, stage, seat);
}

// room:knock(name) -> person, answer
int room_knock(lua_State* L) {
  auto& stage = stage_of(L);
  const int seat = stage.join(words(L, 2), address_option(L));
  push_person(L, stage, seat);
  lua_pushvalue(L, -1);
  lua_replace(L, 1);
  return 1 + person_answer(L);
}

int room_announce(lua_State* L) {
  stage_of(L).announce(words(L, 2));
  return 0;
}

// room:command(line) -> answer
int room_command(lua_State* L) {
  auto& stage = stage_of(L);
  auto line = words(L, 2);
  if (line.starts_with('/')) line.remove_prefix(1);
  push_text(L, stage.command(line));
  return 1;
}

int room_pass(lua_State* L) {
  auto& stage = stage_of(L);
  const double seconds = luaL_checknumber(L, 2);
  luaL_argcheck(L, seconds >= 0 && seconds <= 1e7, 2, "seconds, up to some months");
  stage.pass(std::chrono::duration_cast<Duration>(std::chrono::duration<double>(seconds)));
  return 0;
}

// room:plugin(name, source), room:settings(source): more files of Lua.
int load_more(lua_State* L, ring::Role role, const std::string& name, std::string_view source) {
  const auto loaded =
      stage_of(L).load({role, 0, name, "plugins/" + name + ".lua", std::string(source)});
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
  const auto loaded = stage_of(L).load_again(words(L, 2));
  return loaded ? 0 : fail(L, loaded.error().what);
}

// room:disable(name): as if its file had been removed.
int room_disable(lua_State* L) {
  const auto gone = stage_of(L).remove_file(words(L, 2));
  return gone ? 0 : fail(L, gone.error().what);
}

// room:restart(), room:upgrade(), room:crash(): members and room.store stay, timers do not.
template <ring::LoadReason why>
int room_starts_again(lua_State* L) {
  const auto started = stage_of(L).start_again(why);
  return started ? 0 : fail(L, started.error().what);
}

// room:logged(text [, file])
int room_logged(lua_State* L) {
  auto& logged = stage_of(L).logged();
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
  for (const auto& fault : stage_of(L).drain_faults()) {
    push_text(L, fault);
    lua_rawseti(L, -2, ++place);
  }
  return 1;
}

// The method of that name, or an error that suggests a near match. Upvalues: the methods, and the
// name of their object.
int find_method(lua_State* L) {
  lua_pushvalue(L, 2);
  lua_rawget(L, lua_upvalueindex(1));
  if (!lua_isnil(L, -1)) return 1;
  std::vector<std::string_view> known;
  for (lua_pushnil(L); lua_next(L, lua_upvalueindex(1)) != 0; lua_pop(L, 1))
    known.push_back(text_at(L, -2));
  const std::string asked(lua_type(L, 2) == LUA_TSTRING ? text_at(L, 2) : "");
  const auto meant = nearest(asked, known);
  return fail(L, fmt::format("{} has no method `{}`; {}", text_at(L, lua_upvalueindex(2)), asked,
                             meant.empty() ? fmt::format("there are: {}", fmt::join(known, ", "))
                                           : fmt::format("did you mean `{}`?", meant)));
}

void open_kind(lua_State* L, const char* kind, const char* name, const luaL_Reg* methods) {
  luaL_newmetatable(L, kind);
  lua_newtable(L);
  luaL_setfuncs(L, methods, 0);
  lua_pushstring(L, name);
  lua_pushcclosure(L, find_method, 2);
  lua_setfield(L, -2, "__index");
  lua_pop(L, 1);
}

}  // namespace

void open_test_api(lua_State* L) {
  static constexpr luaL_Reg kRoomMethods[] = {
      {"join", room_join},
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
      {"crash", room_starts_again<ring::LoadReason::crash>},
      {nullptr, nullptr}};
  static constexpr luaL_Reg kPersonMethods[] = {{"say", person_says},
                                                {"leave", person_leaves},
                                                {"hears", person_hears},
                                                {"hears_like", person_hears_like},
                                                {"hears_nothing", person_hears_nothing},
                                                {"forgets", person_forgets},
                                                {"answer", person_answer},
                                                {"is_here", person_is_here},
                                                {nullptr, nullptr}};
  open_kind(L, kRoom, "the room of a test", kRoomMethods);
  open_kind(L, kPerson, "a person of a test", kPersonMethods);
}

void push_room(lua_State* L, TestRoom& stage) {
  new (lua_newuserdata(L, sizeof(RoomOfTest))) RoomOfTest{&stage};
  luaL_getmetatable(L, kRoom);
  lua_setmetatable(L, -2);
}

}  // namespace moonroom::author
