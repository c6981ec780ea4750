// The Tab completions of a console. The host knows them; they change as members join and leave, and
// the host sends each change to the consoles. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/language.h"
#include "terminal/completion.h"

namespace moonroom::admin {

struct Completions {
  /// Beginnings of command lines. The last word of one can be NAME, PLUGIN, MUTED or BANNED, which
  /// stands for each entry of that list.
  std::vector<std::string> commands;
  std::vector<std::string> members;
  std::vector<std::string> plugins;
  /// Muted names, in the room or not.
  std::vector<std::string> muted{};
  /// Banned names and addresses.
  std::vector<std::string> banned{};

  bool operator==(const Completions&) const = default;
};

/// The line that a console sends first when its reader's language is not English: its answers come
/// in that language. A host of an earlier version answers that there is no such command.
std::string language_line(Language language);
/// The language, if `line` is such a line.
std::optional<Language> language_in(std::string_view line);

/// In bytes: a thousand members with usual names. Further names are left out.
constexpr size_t kMaxCompletions = 64u << 10;

/// One entry a line: commands begin with "/", members with "@", plugins with "#", muted names with
/// "%", bans with "!". An older console ignores the ones that it does not know.
std::string encode(const Completions& words);
Completions decode_completions(std::string_view text);

/// `typed` is the line up to the cursor. A line that is no command is a message, which can begin
/// with a member's name.
terminal::Completion complete(std::string_view typed, const Completions& words);

}  // namespace moonroom::admin
