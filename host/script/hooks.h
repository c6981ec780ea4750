// The hooks that a plugin can have, and how their results are read. The only place with their
// names.
//
//     filter   runs before; returns nothing, or false and a reason; filter_message also a new text
//     observer runs after an event that happened; returns nothing, or is a template
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

/// The other fields of a plugin's table that the host reads.
constexpr std::array<std::string_view, 9> kFieldNames = {
    "config", "words", "order", "before", "after", "fail", "api", "commands", "jobs"};

constexpr std::string_view name_of(Hook hook) {
  return kHookNames[static_cast<size_t>(hook)];
}

/// An observer that only posts can be a template of the post (room/post_template.h).
constexpr bool may_be_template(std::string_view hook) {
  return hook == "on_join" || hook == "on_message" || hook == "on_leave" || hook == "on_announce";
}

}  // namespace moonroom::script
