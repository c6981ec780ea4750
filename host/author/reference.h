// Generates the reference of the plugin API in three forms: a page for people, LuaCATS stubs for
// editors, a list for luacheck. All come from the tables that the host itself uses.
#pragma once

#include <string>
#include <vector>

#include "script/api.h"
#include "script/hooks.h"

namespace moonroom::author {

/// An object or table that plugins receive or return.
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
