#include "author/globals.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "script/api.h"
#include "script/lua_sandbox.h"
#include "script/lua_state.h"
#include "script/lua_value.h"
#include "script/table_fields.h"

namespace moonroom::author {
namespace {

// Called with a compiled file; calls report(name, line, kind). The opcodes of the three
// instructions differ between versions of LuaJIT, so they are read from functions that contain
// them.
constexpr const char* kScan = R"lua(
local file, report = ...
local util = require("jit.util")

local function operation(code, pc)
  return bit.band((util.funcbc(loadstring(code), pc)), 0xff)
end
local get = operation("return name", 1)
local set = operation("name = 1", 2)
local field = operation("return name.field", 2)

local function scan(prototype)
  local last_room -- The register that has just been given `room`.
  for pc = 1, math.huge do
    local instruction = util.funcbc(prototype, pc)
    if not instruction then break end
    local op = bit.band(instruction, 0xff)
    local a = bit.band(bit.rshift(instruction, 8), 0xff)
    local b = bit.rshift(instruction, 24)
    local c = bit.band(bit.rshift(instruction, 16), 0xff)
    local d = bit.rshift(instruction, 16)
    local line = util.funcinfo(prototype, pc).currentline
    local room
    if op == get then
      local name = util.funck(prototype, -d - 1)
      report(name, line, 0)
      if name == "room" then room = a end
    elseif op == set then
      report(util.funck(prototype, -d - 1), line, 1)
    elseif op == field and b == last_room then
      report(util.funck(prototype, -c - 1), line, 2)
    end
    last_room = room
  end
  for n = -1, -math.huge, -1 do
    local constant = util.funck(prototype, n)
    if not constant then break end
    if type(constant) == "proto" then scan(constant) end
  end
end

scan(file)
)lua";

// report(name, line, kind)
int report(lua_State* L) {
  auto& uses = *static_cast<std::vector<GlobalUse>*>(lua_touserdata(L, lua_upvalueindex(1)));
  uses.push_back({std::string(script::text_at(L, 1)), static_cast<int>(lua_tointeger(L, 2)),
                  static_cast<GlobalUse::Kind>(lua_tointeger(L, 3))});
  return 0;
}

std::set<std::string, std::less<>> known_globals() {
  std::set<std::string, std::less<>> names = {"room"};
  script::LuaState state(size_t{8} << 20);
  const auto listed = state.guarded([&](lua_State* L) {
    script::open_sandbox(L);
    lua_pushnil(L);
    while (lua_next(L, LUA_GLOBALSINDEX) != 0) {
      lua_pop(L, 1);
      names.emplace(script::text_at(L, -1));
    }
  });
  if (!listed) names.clear();
  return names;
}

}  // namespace

Result<std::vector<GlobalUse>> globals_of(std::string_view source, const std::string& path) {
  std::vector<GlobalUse> uses;
  script::LuaState state(size_t{64} << 20);
  const auto scanned = state.guarded([&](lua_State* L) {
    script::open_everything(L);
    script::compile(L, kScan, "scan");
    script::compile(L, source, path);
    lua_pushlightuserdata(L, &uses);
    lua_pushcclosure(L, report, 1);
    lua_call(L, 2, 0);
  });
  if (!scanned) return tl::unexpected(scanned.error());
  return uses;
}

std::vector<std::string> global_slips(std::string_view source, const std::string& path) {
  const auto uses = globals_of(source, path);
  if (!uses) return {};
  auto globals = known_globals();
  for (const auto& use : *uses)
    if (use.kind == GlobalUse::Kind::set) globals.insert(use.name);
  const std::vector<std::string_view> known(globals.begin(), globals.end());
  const auto fields = script::room_fields();
  std::vector<std::string> slips;
  for (const auto& use : *uses) {
    if (use.kind == GlobalUse::Kind::read && !globals.contains(use.name))
      slips.push_back(fmt::format("{}:{}: there is no global `{}`{}", path, use.line, use.name,
                                  script::did_you_mean(use.name, known)));
    if (use.kind == GlobalUse::Kind::room_field &&
        std::find(fields.begin(), fields.end(), use.name) == fields.end())
      slips.push_back(fmt::format("{}:{}: `room` has no `{}`{}", path, use.line, use.name,
                                  script::did_you_mean(use.name, fields)));
  }
  return slips;
}

}  // namespace moonroom::author
