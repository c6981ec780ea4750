// Reads the fields of a table that a plugin passes in, with errors that say what to write instead.
// All inside `LuaState::guarded`; `where` names the table in errors.
#pragma once

#include <lua.hpp>
#include <span>
#include <string>
#include <string_view>

namespace moonroom::script {

/// "; did you mean `name`?", or empty when no known word is close.
std::string did_you_mean(std::string_view word, std::span<const std::string_view> known);
/// "did you mean `name`?", or "there are: name, text".
std::string suggestion(std::string_view word, std::span<const std::string_view> known);

/// Raises an error for a field of the table at `index` that is not in `known`, and suggests a near
/// match.
void check_fields(lua_State* L, int index, const std::string& where,
                  std::span<const std::string_view> known);

/// The text of a field, empty when the field is absent.
std::string read_text(lua_State* L, int index, const std::string& where, const char* field,
                      size_t most_bytes);

}  // namespace moonroom::script
