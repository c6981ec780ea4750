// The hooks that a plugin may have, and how its answers are to be read. The one place that knows
// their names.
//
//     filter   before; nothing, or false and a reason; filter_message also a new text
//     observer after, and only what really happened; returns nothing, or is a form
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace moonroom::script {

enum class Hook : uint8_t {
  filter_join,
  filter_message,
  on_join,
  on_message,
  on_leave,
  on_announce,
  on_load,
  on_unload,
};

constexpr std::array<std::string_view, 8> kHookNames = {
    "filter_join", "filter_message", "on_join", "on_message",
    "on_leave",    "on_announce",    "on_load", "on_unload"};

/// What else a plugin's table may have that the host reads.
constexpr std::array<std::string_view, 9> kFieldNames = {
    "config", "words", "order", "before", "after", "fail", "api", "commands", "jobs"};

constexpr std::string_view name_of(Hook hook) {
  return kHookNames[static_cast<size_t>(hook)];
}

/// An observer who does nothing but post may be the form of the post (room/post_template.h).
constexpr bool may_be_template(std::string_view hook) {
  return hook == "on_join" || hook == "on_message" || hook == "on_leave" || hook == "on_announce";
}

}  // namespace moonroom::script
