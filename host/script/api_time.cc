// Time, timers and random numbers.
#include <cmath>
#include <ctime>
#include <optional>
#include <random>
#include <string>

#include "room/bounds.h"
#include "script/api.h"
#include "script/arguments.h"
#include "script/lua_value.h"

namespace moonroom::script {
namespace {

int set_timer(lua_State* L, double least, bool repeats) {
  const auto wait = check_seconds(L, 1, least);
  luaL_checktype(L, 2, LUA_TFUNCTION);
  lua_settop(L, 2);
  const auto timer = add_callback(L, repeats);
  enqueue_action(L,
                 room::SetTimer{plugin_of(L).id(), timer, wait, repeats ? wait : Duration::zero()});
  lua_pushnumber(L, timer);
  return 1;
}

// strftime returns 0 both for an empty result and for too little space, so a blank is appended to
// the format and removed again.
std::optional<std::string> formatted(std::string format, const std::tm& time) {
  format += ' ';
  std::string text;
  for (size_t room = 256; room <= 2 * room::kMaxText; room *= 2) {
    text.resize(room);
    const size_t size = std::strftime(text.data(), text.size(), format.c_str(), &time);
    if (size == 0) continue;
    text.resize(size - 1);
    return text;
  }
  return std::nullopt;
}

int room_now(lua_State* L) {
  const auto now = plugin_of(L).queue().now.time_since_epoch();
  if (lua_isnoneornil(L, 1)) {
    lua_pushnumber(L, std::chrono::duration<double>(now).count());
    return 1;
  }
  const auto format = check_text(L, 1);
  luaL_argcheck(L, format.find('\0') == format.npos, 1, "the format has a zero byte");
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now).count();
  std::tm local{};
  localtime_r(&seconds, &local);
  const auto text = formatted(std::string(format), local);
  luaL_argcheck(L, text && text->size() <= room::kMaxText, 1,
                "the text is longer than 65536 bytes");
  push_text(L, *text);
  return 1;
}

int room_random(lua_State* L) {
  auto& random = plugin_of(L).queue().random;
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
  plugin.callbacks().drop(L, timer);
  enqueue_action(L, room::Cancel{plugin.id(), timer});
  return 0;
}

constexpr ApiFunction kTimeFunctions[] = {
    {.name = "after",
     .run = room_after,
     .parameters = {{"seconds", "number", "0 to a year"},
                    {"call", "fun()", "what is called then, once"}},
     .returns = "integer timer",
     .help = "Calls a function later.",
     .failure = "An error when 256 timers and jobs wait already.",
     .example = "room.after(60, function() room.say(\"One minute is over.\") end)"},
    {.name = "every",
     .run = room_every,
     .parameters = {{"seconds", "number", "0.01 to a year"},
                    {"call", "fun()", "what is called each time"}},
     .returns = "integer timer",
     .help = "Calls a function again and again.",
     .failure = "An error when 256 timers and jobs wait already.",
     .example = "room.every(3600, function() room.say(room.now(\"%H:%M\")) end)"},
    {.name = "cancel",
     .run = room_cancel,
     .parameters = {{"timer", "integer", "what `after` or `every` returned"}},
     .help = "Forgets a timer. One that has fired or is unknown is no error.",
     .example = "room.cancel(timer)"},
    {.name = "now",
     .run = room_now,
     .parameters = {{"format", "string?", "as C's strftime takes it"}},
     .returns = "number|string now",
     .help = "Seconds since 1970, or local time as text.",
     .failure =
         "An error for a format with a zero byte, and when the text is longer than 65536 bytes.",
     .example = "room.log(\"it is \" .. room.now(\"%H:%M\"))",
     .returns_without = "number now",
     .returns_with = "string now"},
    {.name = "random",
     .run = room_random,
     .parameters = {{"first", "integer?", "the smallest; 1 when left out"},
                    {"last", "integer?", "the largest"}},
     .returns = "number random",
     .help = "A random number: between 0 and 1, or a whole one from first to last.",
     .failure = "An error when no whole number lies between the two.",
     .example = "room.say(\"You rolled a \" .. room.random(6))",
     .returns_without = "number random",
     .returns_with = "integer random"},
};

}  // namespace

std::span<const ApiFunction> time_functions() {
  return kTimeFunctions;
}

}  // namespace moonroom::script
