// Decides whether a typed line is a command or a message. Both sides of the ring, the console and
// tests use this one rule. A command is never posted by mistake: leading blanks, invisible
// characters, an input method's 、 and other forms of the slash are recognized. Only a doubled
// slash posts a slash. Pure. Texts must be valid UTF-8.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace moonroom::room {

/// The commands that a room has or had: those of disabled plugins count.
class KnownCommands {
 public:
  /// `by_plugin`: registered by a plugin, not by one of the scripts that every room has.
  void add(std::string_view word, bool by_plugin);
  /// Some plugin never loaded, so its commands are unknown.
  void expect_more() { every_word_ = true; }

  /// A slash before any word begins a command, known or not.
  bool has_every_word() const { return every_word_; }
  /// Also matches words that look like a known one to a reader.
  bool has(std::string_view word) const;
  bool empty() const { return !every_word_ && words_.empty(); }

 private:
  // A plugin that keeps renaming its commands cannot fill the memory.
  static constexpr size_t kMaxWords = 10'000;

  bool every_word_ = false;
  std::set<std::string, std::less<>> words_;
};

struct LineReading {
  /// The text behind the slash of a command; nullopt when the line is a message.
  std::optional<std::string_view> command;
  /// The message's text.
  std::string_view text;
};

/// Cheap test that is false for nearly all lines; when it is true, call `read_line`.
bool may_be_command(std::string_view text);

/// Once a plugin has commands, every leading slash begins a command. Without plugins, only the
/// scripts' own commands do: "/usr/bin" is a message.
LineReading read_line(std::string_view text, const KnownCommands& known);

/// The kind of a reading, for code that does not know the commands.
enum class LineKind : uint8_t { said, command, slash_said };
constexpr LineKind last_of(LineKind) {
  return LineKind::slash_said;
}
LineKind kind_of(std::string_view text, const KnownCommands& known);
LineReading read_as(LineKind kind, std::string_view text);

/// The words that a command compares: split at blanks of every kind, with digits of all scripts and
/// full-width characters normalized to ASCII.
std::vector<std::string> command_words(std::string_view text);
/// The text behind the first `count` words, as typed.
std::string_view behind_words(std::string_view text, size_t count);

/// Splits "who  ann " into "who" and "ann", at blanks of every kind.
std::pair<std::string_view, std::string_view> cut_word(std::string_view call);

}  // namespace moonroom::room
