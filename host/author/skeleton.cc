#include "author/skeleton.h"

namespace moonroom::author {
namespace {

// NAME stands for the plugin's name.
constexpr std::string_view kPlugin = R"lua(--- What this plugin does, in a sentence.
local NAME = {
  -- Settings and their defaults; plugins/config.lua is laid over them:
  --   return { NAME = { answer = "pong!" } }
  config = { answer = "pong" },
}

-- A filter looks at a line before it is heard. It returns nothing, a new text, or false and a reason.
function NAME.filter_message(message)
  if message.text == "" then return false, "say something" end
end

-- The other hooks are told what has happened: on_join(member), on_message(message),
-- on_leave(member, why), on_announce(text).
function NAME.on_message(message)
  if message.text == "ping" then room.tell(message.author, NAME.config.answer) end
end

-- What members can give behind a slash; /help lists it.
NAME.commands = {
  ping = {
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
test("answers whoever says ping, and nobody else hears it", function(room)
  local ann, bob = room:join("ann"), room:join("bob")
  ann:forgets() -- that bob came in
  ann:say("ping")
  ann:hears("pong")
  bob:hears("ann说：ping")
  bob:hears_nothing()
end)

test("has a command", function(room)
  local ann = room:join("ann")
  ann:say("/ping hello")
  ann:hears("pong hello")
end)
)lua";

std::string named(std::string_view text, std::string_view name) {
  constexpr std::string_view kPlace = "NAME";
  std::string filled;
  for (size_t at = text.find(kPlace); at != std::string_view::npos; at = text.find(kPlace)) {
    filled.append(text.substr(0, at)).append(name);
    text.remove_prefix(at + kPlace.size());
  }
  return filled.append(text);
}

}  // namespace

std::string plugin_skeleton(std::string_view name) {
  return named(kPlugin, name);
}

std::string test_skeleton(std::string_view name) {
  return named(kTest, name);
}

}  // namespace moonroom::author
