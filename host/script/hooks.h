// The hooks that a plugin can have, one row each. Everything that depends on the set of hooks
// derives from this table: their numbers, near misses of their names, which can be templates, the
// reference, the stubs, and the file that `moonroomd new` writes. A new hook is a row here and its
// call in event_handler.cc.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "script/parameter.h"

namespace moonroom::script {

enum class HookKind : uint8_t {
  /// Runs before the event; returns nothing, or false and a reason; filter_message also a new text.
  filter,
  /// Runs after the event and returns nothing.
  notice,
  /// Begins or ends the plugin itself.
  lifecycle,
};

struct HookRow {
  std::string_view name;
  HookKind kind = HookKind::notice;
  Parameters parameters = {};
  /// LuaCATS return types; empty when it returns nothing.
  std::string_view returns = {};
  std::string_view help;
  std::string_view example;
  /// The placeholders of a template that replaces the function (room/post_template.h); empty when
  /// the hook must be a function.
  std::string_view placeholders = {};
};

inline constexpr Parameter kMemberParameter = {"member", "moonroom.Member", "who it is about"};
inline constexpr Parameter kMessageParameter = {"message", "moonroom.Message", "the line"};

/// In the order of the reference.
inline constexpr auto kHooks = std::to_array<HookRow>({
    {.name = "filter_join",
     .kind = HookKind::filter,
     .parameters = {kMemberParameter},
     .returns = "nil|false refuse, string? reason",
     .help = "Somebody asks to come in, and nobody knows yet. `member.conflict` says why the name "
             "cannot be had. Return nothing to let in, or `false` and what is answered.",
     .example = "function doorman.filter_join(member)\n"
                "  if #room.members() >= 30 then return false, \"full\" end\n"
                "end"},
    {.name = "filter_message",
     .kind = HookKind::filter,
     .parameters = {kMessageParameter},
     .returns = "nil|false|string verdict, string? reason",
     .help = "A line has been said, and nobody has heard it yet. Return nothing to let it pass, a "
             "new text for all who come after, or `false` and what its author is told. `false` "
             "refuses, whatever stands behind it; `false, true` refuses silently, because the "
             "plugin says the line itself, and `/why` does not list it. Anything else is a fault, "
             "and `fail` says what that means for the line. The text of a member's command "
             "(`message.command`) passes the filters, too, because the command may publish it.",
     .example = "function calm.filter_message(message)\n"
                "  if message.text == message.text:upper() then return message.text:lower() end\n"
                "end"},
    {.name = "on_join",
     .parameters = {kMemberParameter},
     .help = "Somebody has come in.",
     .example = "function hello.on_join(member) room.tell(member, \"hello, \" .. member.name) end\n"
                "-- or, as a form:\n"
                "hello.on_join = { line = \"hello, {name}\", to = \"member\" }",
     .placeholders = "{name}"},
    {.name = "on_message",
     .parameters = {kMessageParameter},
     .help = "A line has passed all filters: this is its text in the end.",
     .example = "function echo.on_message(message) room.log(message.text, \"chat\") end",
     .placeholders = "{name} and {text}"},
    {.name = "on_leave",
     .parameters = {kMemberParameter,
                    {"why", "string",
                     "`quit`, `timeout`, `gone` (the client died), `kick`, `ban`, `replaced` (took "
                     "another name) or `shutdown`"}},
     .help = "Somebody has left. The member can still be read, but not be told anything.",
     .example = "function log.on_leave(member, why) room.log(member.name .. \": \" .. why) end",
     .placeholders = "{name} and {why}"},
    {.name = "on_announce",
     .parameters = {{"text", "string", "what the administrator said"}},
     .help = "The administrator has said something to everybody.",
     .example = "function log.on_announce(text) room.log(text, \"chat\") end",
     .placeholders = "{text}"},
    {.name = "on_load",
     .kind = HookKind::lifecycle,
     .parameters = {{"saved", "any", "what the `on_unload` directly before this returned, or nil"},
                    {"why", "moonroom.LoadReason",
                     "`\"new\"`: it did not run before; `\"changed\"`: its file or settings "
                     "changed, or it was resumed; `\"upgrade\"`, `\"restart\"`: of the host; "
                     "`\"crash\"`: what ran before ended without `on_unload`"}},
     .help = "The plugin begins, with its settings laid over `config`. `room.members` and "
             "`room.history` are complete, and no `on_join` follows for members who are there "
             "already. An error here means that it is not loaded, and the version before goes on.",
     .example = "function quiz.on_load(saved, why) quiz.score = saved or {} end"},
    {.name = "on_unload",
     .kind = HookKind::lifecycle,
     .parameters = {{"why", "moonroom.UnloadReason",
                     "`\"changed\"`: its file or settings; `\"removed\"`: its file is gone; "
                     "`\"benched\"`; `\"upgrade\"`, `\"restart\"`: the host ends"}},
     .returns = "any saved",
     .help = "The plugin ends, because its file has changed or gone, or because the room ends. "
             "What it returns (plain data) is handed to `on_load` of the next version, also of "
             "the next host's; of the next host's, up to 64 KiB. An error here does not keep the "
             "next version out.",
     .example = "function quiz.on_unload() return quiz.score end"},
});

/// A hook by its row.
enum class Hook : uint8_t {};

/// Does not compile for a name that is no hook's.
consteval Hook hook_named(std::string_view name) {
  size_t row = 0;
  while (kHooks[row].name != name) ++row;
  return static_cast<Hook>(row);
}

inline constexpr auto kHookNames = [] {
  std::array<std::string_view, kHooks.size()> names;
  for (size_t i = 0; i < names.size(); ++i) names[i] = kHooks[i].name;
  return names;
}();

constexpr const HookRow& row_of(Hook hook) {
  return kHooks[static_cast<size_t>(hook)];
}
constexpr std::string_view name_of(Hook hook) {
  return row_of(hook).name;
}

}  // namespace moonroom::script
