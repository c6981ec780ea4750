// A hook that is a table: the form of what it posts (room/post_template.h), instead of a function
// that posts it. Inside `LuaState::guarded`.
//
//     on_message = { line = "{name}: {text}", kind = "message", to = "others" }
//     on_message = { setting = "text" }        -- the line stands in config.text
#pragma once

#include <lua.hpp>
#include <optional>

#include "room/post_template.h"
#include "script/hooks.h"

namespace moonroom::script {

/// The form that `hook` is in the plugin's table at `index`, or nothing when it is none. Once
/// `config` is final. Raises an error for a table that is no form.
std::optional<room::PostTemplate> read_template(lua_State* L, int index, Hook hook);

}  // namespace moonroom::script
