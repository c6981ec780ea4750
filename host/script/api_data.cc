// Messages between plugins, and jobs.
#include <string>
#include <utility>

#include "script/api.h"
#include "script/arguments.h"
#include "script/lua_value.h"

namespace moonroom::script {
namespace {

int room_publish(lua_State* L) {
  Plugin& plugin = plugin_of(L);
  const std::string topic(check_line(L, 1));
  Value data = lua_isnoneornil(L, 2) ? Value() : to_value(L, 2);
  luaL_argcheck(L, size_of(data) <= kMaxActionBytes, 2, "the data is larger than 65536 bytes");
  if (!plugin.queue().publish({plugin.id(), topic, std::move(data)}))
    return luaL_error(L, "too many publications: at most %d for one event",
                      static_cast<int>(kMaxActions));
  return 0;
}

int room_subscribe(lua_State* L) {
  const std::string topic(check_line(L, 1));
  luaL_checktype(L, 2, LUA_TFUNCTION);
  lua_settop(L, 2);
  if (!plugin_of(L).callbacks().subscribe(L, topic))
    return luaL_error(L, "too many subscriptions: subscribe once, when the plugin is loaded");
  return 0;
}

int room_job(lua_State* L) {
  Plugin& plugin = plugin_of(L);
  const std::string name(check_line(L, 1));
  luaL_argcheck(L, plugin.has_job(name), 1, "the plugin's `jobs` has no function of that name");
  Value data = lua_isnil(L, 2) ? Value() : to_value(L, 2);
  luaL_checktype(L, 3, LUA_TFUNCTION);
  lua_settop(L, 3);
  const auto job = add_callback(L, false);
  enqueue_action(L, room::StartJob{plugin.id(), job, name, std::move(data)});
  lua_pushnumber(L, job);
  return 1;
}

constexpr ApiFunction kDataFunctions[] = {
    {.name = "publish",
     .run = room_publish,
     .parameters = {{"topic", "string", "any name"}, {"data", "any?", "plain data"}},
     .help = "Tells the other plugins something. They hear it after the event.",
     .failure = "An error for more than 64 KiB, or more than 128 for one event.",
     .example = "room.publish(\"score\", { name = \"ann\", points = 3 })"},
    {.name = "subscribe",
     .run = room_subscribe,
     .parameters = {{"topic", "string", "as it is published"},
                    {"call", "fun(data: any, plugin: string)",
                     "gets the data and the publisher's name"}},
     .help = "Hears what other plugins publish, from now on.",
     .failure = "An error for more than 256 subscriptions.",
     .example =
         "room.subscribe(\"score\", function(score) room.say(score.name .. \" scores\") end)"},
    {.name = "job",
     .run = room_job,
     .parameters = {{"name", "string", "a function of the plugin's `jobs`"},
                    {"data", "any", "plain data for it"},
                    {"done", "fun(result: any, wrong: string?)",
                     "gets the result, or nil and what went wrong"}},
     .returns = "integer job",
     .help = "Has heavy work done by a process of its own, out of everybody's way. The function "
             "sees only `data` and what the file itself makes; of `room` it has what computes.",
     .failure =
         "`done(nil, why)` when it raised an error, was killed, took too long, or too many wait.",
     .example = "room.job(\"solve\", { size = 9 }, function(result, wrong) room.say(result or "
                "wrong) end)"},
};

}  // namespace

std::span<const ApiFunction> data_functions() {
  return kDataFunctions;
}

}  // namespace moonroom::script
