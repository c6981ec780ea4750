// A hook that is a table: a template of a post (room/post_template.h), instead of a function that
// posts. All inside `LuaState::guarded`.
//
//     on_message = { line = "{name}: {text}", kind = "message", to = "others" }
//     on_message = { setting = "text" }        -- the line stands in config.text
#pragma once

#include <lua.hpp>
#include <optional>

#include "room/post_template.h"
#include "script/hooks.h"

namespace moonroom::script {

/// The template that `hook` is in the plugin's table at `index`, or nullopt when it is none. Call
/// it once `config` is final. Raises an error for a table that is not a template.
std::optional<room::PostTemplate> read_template(lua_State* L, int index, Hook hook);

}  // namespace moonroom::script
