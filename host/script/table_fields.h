// The fields of a table that a plugin hands in: read one by one, with errors that say what to write
// instead. Inside `LuaState::guarded`; `where` is what the table is called in the error.
#pragma once

#include <lua.hpp>
#include <span>
#include <string>
#include <string_view>

namespace moonroom::script {

/// Raises an error for a field of the table at `index` that is not among `known`, and names the one
/// that was meant.
void check_fields(lua_State* L, int index, const std::string& where,
                  std::span<const std::string_view> known);

/// The text of a field, empty when there is none.
std::string read_text(lua_State* L, int index, const std::string& where, const char* field,
                      size_t most_bytes);

}  // namespace moonroom::script
