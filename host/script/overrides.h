// The settings of a plugin: what is laid over the defaults in its table. Inside
// `LuaState::guarded`.
#pragma once

#include <lua.hpp>
#include <string>

#include "base/value.h"

namespace moonroom::script {

/// What is laid over a plugin's defaults.
struct Overrides {
  /// The room's: whose part of the plugin's own `words` is taken.
  std::string language = "en";
  /// Of the wordings, for scripts: made for the default ones, so what does not fit is passed over.
  Value words = Table{};
  /// Of plugins/config.lua: what does not fit is a slip.
  Value settings = Table{};

  bool operator==(const Overrides& other) const = default;
};

/// Lays the table's `words` and then `overrides` over its `config`: defaults and English words say
/// which settings there are and of what type. Raises an error for one that there is not, or of
/// another type.
void configure(lua_State* L, int index, const Overrides& overrides);

}  // namespace moonroom::script
