// The table `room`, the only access that a plugin has to the host. Each api_*.cc has a group of its
// functions, and a table of rows that describe them. The reference page, the editor stubs and the
// list for luacheck are generated from the rows (author/reference.h). A new function is a row and
// its code.
#pragma once

#include <lua.hpp>
#include <span>
#include <string_view>
#include <vector>

#include "script/plugin.h"

namespace moonroom::script {

struct ApiFunction {
  std::string_view name;
  lua_CFunction run;
  Parameters parameters = {};
  /// LuaCATS return types: "integer timer"; empty when it returns nothing.
  std::string_view returns = {};
  std::string_view help;
  /// How it fails, and how the plugin sees that.
  std::string_view failure = {};
  std::string_view example;
  /// For the stubs: the return types without and with arguments, where they differ.
  std::string_view returns_without = {};
  std::string_view returns_with = {};
};

/// What many functions take, and what happens without such a member.
inline constexpr Parameter kWho = {"member", "moonroom.Member|integer",
                                   "a member, or a member's `id`"};
inline constexpr std::string_view kGone = "A member who is gone is passed over.";

// One group for each api_*.cc.
std::span<const ApiFunction> speech_functions();
std::span<const ApiFunction> member_functions();
std::span<const ApiFunction> text_functions();
std::span<const ApiFunction> time_functions();
std::span<const ApiFunction> data_functions();
std::span<const ApiFunction> matcher_functions();
std::span<const ApiFunction> regex_functions();
std::span<const ApiFunction> secret_functions();

/// All functions, in the order of the reference.
const std::vector<ApiFunction>& api();

/// The names of all fields of `room`, functions and others.
std::vector<std::string_view> room_fields();

/// Creates the global `room` for `plugin`, which must outlive the state. Call it inside
/// `LuaState::guarded`.
void open_api(lua_State* L, Plugin& plugin);

}  // namespace moonroom::script
