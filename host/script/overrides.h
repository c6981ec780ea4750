// The settings of a plugin: what is laid over the defaults in its table. Inside
// `LuaState::guarded`.
#pragma once

#include <lua.hpp>

#include "base/value.h"

namespace moonroom::script {

/// What is laid over a plugin's defaults.
struct Overrides {
  /// Of the wordings, for scripts: made for the default ones, so what does not fit is passed over.
  Value words = Table{};
  /// Of plugins/config.lua: what does not fit is a slip.
  Value settings = Table{};

  bool operator==(const Overrides& other) const = default;
};

/// Lays `overrides` over the table's `config`, whose defaults say which settings there are and of
/// what type. Raises an error for a setting that there is not, or of another type.
void configure(lua_State* L, int index, const Overrides& overrides);

}  // namespace moonroom::script
