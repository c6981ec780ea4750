// What a console can complete with the Tab key. The host knows it, it changes while people come and
// go, and consoles are told. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/language.h"
#include "terminal/completion.h"

namespace moonroom::admin {

struct Completions {
  /// Beginnings of command lines. The last word of one may be NAME, PLUGIN, MUTED or BANNED: it
  /// stands for each of those.
  std::vector<std::string> commands;
  std::vector<std::string> members;
  std::vector<std::string> plugins;
  /// Names, in the room or not, that may not speak.
  std::vector<std::string> muted{};
  /// Names and addresses that may not come in.
  std::vector<std::string> banned{};

  bool operator==(const Completions&) const = default;
};

/// What a console says first whose reader does not read English: its answers come in that language.
/// A host of an earlier version says that there is no such command.
std::string language_line(Language language);
/// The language, when `line` is such a line.
std::optional<Language> language_in(std::string_view line);

/// In bytes, a thousand members of usual names; those that do not fit are left out.
constexpr size_t kMaxCompletions = 64u << 10;

/// A line each: commands begin with "/", members with "@", plugins with "#", muted names with "%",
/// what is banned with "!". An older console passes over those that it does not know.
std::string encode(const Completions& words);
Completions decode_completions(std::string_view text);

/// `typed` is the line up to the cursor. What is no command is said to the room, perhaps to
/// somebody.
terminal::Completion complete(std::string_view typed, const Completions& words);

}  // namespace moonroom::admin
