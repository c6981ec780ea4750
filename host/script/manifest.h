// Reads the table that a plugin's file returns: checks every field that the host knows and reports
// near misses of their names. All inside `LuaState::guarded`; an invalid table raises an error that
// says what to write instead.
#pragma once

#include <array>
#include <lua.hpp>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "room/post_template.h"
#include "script/hooks.h"

namespace moonroom::script {

/// The plugin's position among the others.
struct Ordering {
  double order = 50;
  std::vector<std::string> before;
  std::vector<std::string> after;
  /// Whether a fault of its filters refuses the message (true) or lets it pass.
  bool fail_closed = false;
};

/// One of the table's `commands`.
struct Command {
  /// Its function, as a reference in the plugin's state.
  int run = LUA_NOREF;
  /// The arguments, for the help: "NAME [REASON]".
  std::string usage;
  std::string help;
  bool for_administrators = false;
  /// Its text is a password or the like: no filter sees it, and no list shows it.
  bool is_secret = false;
};

/// The contents of a plugin's table.
struct Manifest {
  /// References to the hooks, LUA_NOREF where there is none.
  std::array<int, kHookNames.size()> hooks{};
  /// Hooks that are a template instead of a function.
  std::array<std::optional<room::PostTemplate>, kHookNames.size()> templates{};
  Ordering ordering;
  std::map<std::string, Command, std::less<>> commands;
  std::map<std::string, int, std::less<>> jobs;
};

/// Reads the table at `index`. Raises an error unless it is a plugin: hooks are functions or
/// templates (which are read later), fields have their types, no name is a near miss of a hook's.
Manifest read_manifest(lua_State* L, int index);

/// Reads the templates among the hooks. Call it once `config` is final, because their texts can be
/// there.
void read_templates(lua_State* L, int index, Manifest& manifest);

/// Adds the usage and help of commands from `config.usage` and `config.help`, by name, so that
/// settings and translations apply to them. Call it once `config` is final.
void describe_commands(lua_State* L, int index, Manifest& manifest);

}  // namespace moonroom::script
