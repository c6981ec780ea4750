#include "author/plugin_template.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "script/hooks.h"

namespace moonroom::author {
namespace {

// NAME stands for the plugin's name, NOTICES for the hooks that a plugin only listens to.
constexpr std::string_view kPlugin = R"lua(--- What this plugin does, in a sentence.
---@type moonroom.Plugin
local NAME = {
  -- Settings and their defaults; plugins/config.lua is laid over them:
  --   return { NAME = { answer = "pong!" } }
  config = { answer = "pong" },
}

-- A filter looks at a line before it is heard. It returns nothing, a new text, or false and a reason.
function NAME.filter_message(message)
  if message.text == "" then return false, "say something" end
end

NOTICES
function NAME.on_message(message)
  if message.text == "ping" then room.tell(message.author, NAME.config.answer) end
end

-- Commands of members: /NAME here. /help lists them.
NAME.commands = {
  NAME = {
    usage = "[TEXT]",
    help = "answers",
    run = function(call)
      return NAME.config.answer .. " " .. call.text
    end,
  },
}

return NAME
)lua";

constexpr std::string_view kTest = R"lua(-- Run with: moonroomd test plugins/NAME_test.lua
test("answers a ping, and nobody else hears the answer", function(room)
  local ann, bob = room:join("ann"), room:join("bob")
  ann:forgets() -- that bob came in
  ann:say("ping")
  ann:hears("pong")
  bob:hears_like("ping") -- whatever the room puts before it
  bob:hears_nothing()
end)

test("has a command", function(room)
  local ann = room:join("ann")
  ann:say("/NAME hello")
  ann:hears("pong hello")
end)
)lua";

// Fits a file name and a typed command.
constexpr size_t kMaxName = 32;

// Lua's keywords, globals that a variable of that name would hide, the settings file, and the
// host's own command.
constexpr auto kTaken = std::to_array<std::string_view>(
    {"and",          "break",  "do",           "else",   "elseif",   "end",      "false",  "for",
     "function",     "goto",   "if",           "in",     "local",    "nil",      "not",    "or",
     "repeat",       "return", "then",         "true",   "until",    "while",    "assert", "bit",
     "coroutine",    "error",  "getmetatable", "ipairs", "math",     "next",     "os",     "pairs",
     "pcall",        "print",  "rawequal",     "rawget", "rawset",   "require",  "room",   "select",
     "setmetatable", "string", "table",        "test",   "tonumber", "tostring", "type",   "unpack",
     "xpcall",       "config", "help"});

std::string replaced(std::string_view text, std::string_view place, std::string_view with) {
  std::string filled;
  for (size_t at = text.find(place); at != std::string_view::npos; at = text.find(place)) {
    filled.append(text.substr(0, at)).append(with);
    text.remove_prefix(at + place.size());
  }
  return filled.append(text);
}

// A comment of short lines: "on_join(member), on_message(message)".
std::string notices() {
  constexpr size_t kWidth = 88;
  std::string text = "-- The other hooks are told what has happened:";
  size_t begin = 0;
  for (const auto& hook : script::kHooks) {
    if (hook.kind != script::HookKind::notice) continue;
    std::vector<std::string_view> names;
    for (const auto& parameter : hook.parameters) names.push_back(parameter.name);
    const auto call = fmt::format(" {}({}),", hook.name, fmt::join(names, ", "));
    if (text.size() - begin + call.size() > kWidth) {
      begin = text.size() + 1;
      text += "\n--";
    }
    text += call;
  }
  text.back() = '.';
  return text;
}

}  // namespace

std::string check_plugin_name(std::string_view name) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  };
  if (name.empty() || name[0] < 'a' || !std::all_of(name.begin(), name.end(), plain))
    return "a name begins with a letter and consists of a-z, 0-9 and _";
  if (name.size() > kMaxName) return fmt::format("a name has at most {} letters", kMaxName);
  if (name.ends_with("_test")) return "NAME_test.lua is the test of NAME.lua";
  if (std::find(kTaken.begin(), kTaken.end(), name) != kTaken.end())
    return fmt::format("`{}` means something else to Lua or to the room", name);
  return {};
}

std::string plugin_template(std::string_view name) {
  return replaced(replaced(kPlugin, "NOTICES", notices()), "NAME", name);
}

std::string test_template(std::string_view name) {
  return replaced(kTest, "NAME", name);
}

}  // namespace moonroom::author
