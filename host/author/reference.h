// What plugins can see, written down in three forms for three readers: a page for people, stubs in
// LuaCATS for editors, the list for luacheck. All are made of the tables that the host itself uses.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "script/api.h"
#include "script/hooks.h"

namespace moonroom::author {

struct HookReference {
  script::Hook hook;
  /// "message: moonroom.Message"; empty when it gets nothing.
  std::vector<script::Parameter> parameters;
  /// As LuaCATS writes it; empty when it returns nothing.
  std::string returns;
  std::string help;
  std::string example;
};

/// In the order of script::Hook.
const std::vector<HookReference>& hook_references();

/// An object or a table that plugins get or give.
struct KindReference {
  std::string name;
  std::string help;
  std::vector<script::Parameter> fields;
  std::vector<script::Parameter> methods;
};
const std::vector<KindReference>& kind_references();

std::string markdown_reference();
std::string luacats_stubs();
std::string luacheck_list();

}  // namespace moonroom::author
