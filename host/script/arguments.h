// The arguments of the API's functions: checked before anything is built, with errors that say what
// to write instead. Inside `LuaState::guarded`.
#pragma once

#include <lua.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/moment.h"
#include "room/event.h"
#include "script/plugin.h"

namespace moonroom::script {

/// The plugin whose function is running: its first upvalue.
Plugin& plugin_of(lua_State* L);
/// Pushes a function that knows its plugin by `plugin_of`.
void push_method(lua_State* L, lua_CFunction method, Plugin& plugin);

/// A text of valid UTF-8 and bearable size; valid while it stays on the stack.
std::string_view check_text(lua_State* L, int index);
/// The same, and not empty.
std::string_view check_line(lua_State* L, int index);
/// Empty when there is none.
std::string_view optional_text(lua_State* L, int index);
/// The text of field `name` of the table at 1, or `otherwise`; stays on the stack.
std::string_view text_field(lua_State* L, const char* name, std::string_view otherwise);
/// At least `least`, at most a year.
Duration check_seconds(lua_State* L, int index, double least);

/// An audience is a small table with this field, so that a plugin may keep one and look at it.
constexpr const char* kAudienceField = "audience";
/// nil, everyone, others(…), a member, an id, or a list of those.
room::Audience check_audience(lua_State* L, int index);

/// The lines of a text, without empty ones.
std::vector<std::string> lines_of(std::string_view text);

/// Asks for `action`, which has `bytes` bytes of text; raises an error when the hook has asked for
/// too much, or may not ask at all.
void enqueue_action(lua_State* L, room::Action action, size_t bytes);

}  // namespace moonroom::script
