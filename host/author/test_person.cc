#include "author/test_person.h"

#include <algorithm>
#include <string>

#include "author/test_object.h"
#include "author/transcript_diff.h"
#include "base/language.h"
#include "script/lua_value.h"

namespace moonroom::author {
namespace {

using script::push_text;

constexpr const char* kPerson = "moonroom.test.person";

struct Person {
  TestRoom* room;
  int seat;
};

Person& person_of(lua_State* L) {
  return *static_cast<Person*>(luaL_checkudata(L, 1, kPerson));
}

std::string who(const Person& person) {
  const auto* member = person.room->member(person.seat);
  return member ? member->name : "somebody who is not in the room";
}

int person_answer(lua_State* L) {
  const auto& person = person_of(L);
  return push_next_message(L, *person.room, person.seat);
}

int person_says(lua_State* L) {
  const auto& person = person_of(L);
  if (!person.room->member(person.seat)) return fail(L, "who speaks here is not in the room");
  auto& room = *person.room;
  room.send(person.seat, room.request(wire::Verb::chat, "x " + std::string(words(L, 2))));
  return 0;
}

int person_leaves(lua_State* L) {
  const auto& person = person_of(L);
  person.room->send(person.seat, person.room->request(wire::Verb::quit, "x"));
  return 0;
}

// Discards the messages before the one that it waits for.
int person_hears(lua_State* L) {
  const auto& person = person_of(L);
  auto& received = person.room->received(person.seat);
  const auto expected = words(L, 2);
  const auto found = std::find(received.begin(), received.end(), expected);
  if (found == received.end()) return fail(L, compare(who(person), expected, received));
  received.erase(received.begin(), found + 1);
  return 0;
}

// person:hears_like(pattern) -> the line
int person_hears_like(lua_State* L) {
  const auto& person = person_of(L);
  auto& received = person.room->received(person.seat);
  const auto pattern = words(L, 2);
  for (auto it = received.begin(); it != received.end(); ++it) {
    lua_getglobal(L, "string");
    lua_getfield(L, -1, "find");
    push_text(L, *it);
    lua_pushvalue(L, 2);
    lua_call(L, 2, 1);
    const bool fits = !lua_isnil(L, -1);
    lua_pop(L, 2);
    if (!fits) continue;
    push_text(L, *it);
    received.erase(received.begin(), it + 1);
    return 1;
  }
  return fail(L, compare(who(person), pattern, received));
}

int person_hears_nothing(lua_State* L) {
  const auto& person = person_of(L);
  const auto& received = person.room->received(person.seat);
  if (received.empty()) return 0;
  return fail(L, tr_format("{} hears {}", who(person), received.front()));
}

int person_forgets(lua_State* L) {
  const auto& person = person_of(L);
  person.room->received(person.seat).clear();
  return 0;
}

int person_is_here(lua_State* L) {
  const auto& person = person_of(L);
  lua_pushboolean(L, person.room->member(person.seat) != nullptr);
  return 1;
}

constexpr luaL_Reg kPersonMethods[] = {{"say", person_says},
                                       {"leave", person_leaves},
                                       {"hears", person_hears},
                                       {"hears_like", person_hears_like},
                                       {"hears_nothing", person_hears_nothing},
                                       {"forgets", person_forgets},
                                       {"answer", person_answer},
                                       {"is_here", person_is_here}};

}  // namespace

void open_person(lua_State* L) {
  open_type(L, kPerson, "a person of a test", kPersonMethods);
}

int push_person(lua_State* L, TestRoom& room, int seat) {
  new (lua_newuserdata(L, sizeof(Person))) Person{&room, seat};
  luaL_getmetatable(L, kPerson);
  lua_setmetatable(L, -2);
  return 1;
}

int push_next_message(lua_State* L, TestRoom& room, int seat) {
  auto& received = room.received(seat);
  if (received.empty()) return 0;
  push_text(L, received.front());
  received.pop_front();
  return 1;
}

}  // namespace moonroom::author
