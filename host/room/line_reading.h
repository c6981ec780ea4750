// How a line that a member typed is meant: said, or a command. The one rule for both sides of the
// ring, the console and tests. What was meant as a command is never said: blanks, invisible
// characters and an input method's 、 before the slash do not hide it, nor do slashes of another
// form. Only a doubled slash says one. Pure. Texts must be valid UTF-8.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace moonroom::room {

/// Which commands a room has, or had: a plugin that is off at the moment counts.
class KnownCommands {
 public:
  /// `by_plugin`: not by one of the scripts, which are in every room.
  void add(std::string_view word, bool by_plugin);
  /// Some plugin may have commands that nobody knows, because it never loaded.
  void expect_more() { every_word_ = true; }

  /// A slash before any word begins a command, known or not.
  bool has_every_word() const { return every_word_; }
  /// Also when a reader would take `word` for a known one.
  bool has(std::string_view word) const;
  bool empty() const { return !every_word_ && words_.empty(); }

 private:
  // A plugin that renames its commands again and again must not fill the memory.
  static constexpr size_t kMaxWords = 10'000;

  bool every_word_ = false;
  std::set<std::string, std::less<>> words_;
};

struct LineReading {
  /// What stands behind the slash of a command, or nothing when the line is said.
  std::optional<std::string_view> command;
  /// What is said then.
  std::string_view text;
};

/// False at once for nearly all lines; true when `read_line` is to be asked.
bool may_be_command(std::string_view text);

/// Once a plugin has commands, each slash begins one. The scripts' own leave all lines alone that
/// are none of theirs: "/usr/bin" is said.
LineReading read_line(std::string_view text, const KnownCommands& known);

/// The kind of a reading, for somebody who does not know the commands.
enum class LineKind : uint8_t { said, command, slash_said };
LineKind kind_of(std::string_view text, const KnownCommands& known);
LineReading read_as(LineKind kind, std::string_view text);

/// What a command decides by: its text cut at blanks of every kind, with digits of all scripts and
/// full-width characters in their plain form.
std::vector<std::string> command_words(std::string_view text);
/// The text behind the first `count` words, as it was typed.
std::string_view behind_words(std::string_view text, size_t count);

/// "who  ann " is "who" and "ann". Blanks of every kind separate.
std::pair<std::string_view, std::string_view> cut_word(std::string_view call);

}  // namespace moonroom::room
