// A plugin's settings: the values that override the defaults in its table. All inside
// `LuaState::guarded`.
#pragma once

#include <lua.hpp>
#include <string>

#include "base/value.h"

namespace moonroom::script {

/// The values that override a plugin's defaults.
struct Overrides {
  /// The room's language, which selects a part of the plugin's own `words`.
  std::string language = "en";
  /// From the wordings, for scripts. They are made for the default scripts, so values that do not
  /// fit are ignored.
  Value words = Table{};
  /// From plugins/config.lua: a value that does not fit is an error.
  Value settings = Table{};

  bool operator==(const Overrides& other) const = default;
};

/// Overrides the table's `config` by its `words` and then by `overrides`. Defaults and English
/// words define which settings exist and their types. Raises an error for an unknown setting or a
/// wrong type.
void configure(lua_State* L, int index, const Overrides& overrides);

}  // namespace moonroom::script
