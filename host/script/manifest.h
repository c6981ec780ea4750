// Reads the table that a plugin's file returns: checks every field that the host knows and names
// the near miss of those it does not. All inside `LuaState::guarded`; what is wrong is raised as an
// error that says what to write instead.
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

/// What a plugin's table says about its place.
struct Ordering {
  double order = 50;
  std::vector<std::string> before;
  std::vector<std::string> after;
  /// Whether a fault of its filters refuses the message (true) or lets it pass.
  bool fail_closed = false;
};

/// One of the table's `commands`.
struct Command {
  /// Its function, as a reference into the plugin's state.
  int run = LUA_NOREF;
  /// What stands behind its name: "NAME [REASON]".
  std::string usage;
  std::string help;
  bool for_administrators = false;
  /// Its text is a password or the like: no filter sees it, and no list shows it.
  bool is_secret = false;
};

/// All that a plugin's table says.
struct Manifest {
  /// References to the hooks, LUA_NOREF where there is none.
  std::array<int, kHookNames.size()> hooks{};
  /// Hooks that are no function but the form of what is posted.
  std::array<std::optional<room::PostTemplate>, kHookNames.size()> templates{};
  Ordering ordering;
  std::map<std::string, Command, std::less<>> commands;
  std::map<std::string, int, std::less<>> jobs;
};

/// Reads the table at `index`. Raises an error unless it is a plugin: hooks are functions (or
/// forms, which are read later), fields have their types, nothing is nearly a hook.
Manifest read_manifest(lua_State* L, int index);

/// The forms among the hooks. Once `config` is final, because their words may stand there.
void read_templates(lua_State* L, int index, Manifest& manifest);

/// Usage and help that a command does not say itself stand in `config.usage` and `config.help`, by
/// its name, so that words of several languages and settings reach them. Once `config` is final.
void describe_commands(lua_State* L, int index, Manifest& manifest);

}  // namespace moonroom::script
