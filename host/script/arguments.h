// Checks the arguments of the API's functions before anything is allocated, with errors that say
// what to write instead. All inside `LuaState::guarded`.
#pragma once

#include <lua.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/moment.h"
#include "room/event.h"
#include "script/plugin.h"

namespace moonroom::script {

/// The plugin whose function is running: the function's first upvalue.
Plugin& plugin_of(lua_State* L);
/// Pushes `method` with its plugin as upvalue, for `plugin_of`.
void push_method(lua_State* L, lua_CFunction method, Plugin& plugin);

/// A string of valid UTF-8 and bounded size; valid while it stays on the stack.
std::string_view check_text(lua_State* L, int index);
/// The same, and not empty.
std::string_view check_line(lua_State* L, int index);
/// Empty when the argument is absent.
std::string_view optional_text(lua_State* L, int index);
/// The text of field `name` of the table at 1, or `otherwise`. It stays on the stack.
std::string_view text_field(lua_State* L, const char* name, std::string_view otherwise);
/// A duration of at least `least`, at most a year.
Duration check_seconds(lua_State* L, int index, double least);

/// An audience is a small table with this field, so that a plugin can store and inspect it.
constexpr const char* kAudienceField = "audience";
/// Accepts nil, everyone, others(…), a member, an id, or a list of those.
room::Audience check_audience(lua_State* L, int index);

/// The lines of a text, without empty ones.
std::vector<std::string> lines_of(std::string_view text);

/// Requests `action`. Raises an error when the hook is over its limit or must not act.
void enqueue_action(lua_State* L, room::Action action);

/// Pops a function from the stack, which a timer or a job calls. Returns its number; raises an
/// error when too many are pending.
uint32_t add_callback(lua_State* L, bool repeats);

}  // namespace moonroom::script
