// The person or the program at standard input and output, who writes lines and is shown lines: a
// terminal with a line editor, or plain lines where there is none. One loop does for both:
//
//     while (auto line = console->read_line(sources)) { … console->print(answer); … }
//
// What is printed must be valid UTF-8 and hold nothing of strangers that a terminal would obey; the
// caller's own styles and line feeds may be in it. One Console at a time.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "terminal/line_buffer.h"
#include "terminal/poll_sources.h"
#include "terminal/prompt_options.h"

namespace moonroom::terminal {

class Console {
 public:
  virtual ~Console() = default;

  /// A line editor when both ends are a terminal that can move the cursor, else plain lines.
  static std::unique_ptr<Console> open();
  /// Plain lines in any case, of at most so many bytes.
  static std::unique_ptr<Console> open_plain(size_t longest = kMaxLine);

  /// The next line. Meanwhile the sources are served, and what they print does not disturb what is
  /// being typed. Nothing when a source has ended the waiting, when the input has ended (Ctrl-D on
  /// an empty line), or when nobody can read what is printed any more.
  virtual std::optional<Line> read_line(std::span<const Source> sources) = 0;

  /// Sleeps once, at most so long, and serves the sources meanwhile; nothing is read, and what is
  /// typed waits for the next line. The status is shown.
  virtual void idle(std::span<const Source> sources, int milliseconds) = 0;

  /// Shows `page` in the place of everything else for so long and serves the sources meanwhile;
  /// what is printed is kept for afterwards. False when it shall end: a key was pressed (it is
  /// taken), a source wants it, or there is no place for it and it was printed.
  virtual bool watch(std::span<const Source> sources, std::string_view page, int milliseconds) = 0;
  /// Everything else is back. Call it behind the last `watch`.
  virtual void end_watch() = 0;

  /// Shows `text`, of one or more lines, above the line that is being typed if there is one.
  virtual void print(std::string_view text) = 0;

  /// Nothing of what was printed stays on the screen. Not where lines are plain.
  virtual void clear_screen() {}

  /// How lines are asked for from now on. Where nobody edits, only the prompt has a meaning, and
  /// only for a person.
  virtual void ask(PromptOptions asking) = 0;

  /// One row near the typed line that says how things stand; empty: there is nothing to say. Not
  /// where lines are plain.
  virtual void set_status(std::string_view status) = 0;

  /// What was printed could not be written, because its reader has gone or the disk is full.
  virtual bool output_lost() const { return false; }

  /// A person types and reads here.
  virtual bool interactive() const = 0;
};

}  // namespace moonroom::terminal
