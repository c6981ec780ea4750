// Reads lines from standard input and prints to standard output: with a line editor on a terminal,
// with plain lines elsewhere. One loop serves both:
//
//     while (auto line = console->read_line(sources)) { … console->print(answer); … }
//
// The caller must print valid UTF-8 in which untrusted text has no control characters; the caller's
// own styles and line feeds are allowed. One Console at a time.
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

  /// Opens a line editor when both ends are a terminal that can move the cursor, else plain lines.
  static std::unique_ptr<Console> open();
  /// Always plain lines, of at most `longest` bytes.
  static std::unique_ptr<Console> open_plain(size_t longest = kMaxLine);

  /// Returns the next line. Meanwhile it serves the sources, and what they print does not disturb
  /// the line being typed. Returns nullopt when a source stops the wait, when the input has ended
  /// (Ctrl-D on an empty line), or when the output's reader has gone.
  virtual std::optional<Line> read_line(std::span<const Source> sources) = 0;

  /// Sleeps once, for at most `milliseconds`, and serves the sources. Reads nothing: keys typed
  /// meanwhile belong to the next line. Shows the status.
  virtual void idle(std::span<const Source> sources, int milliseconds) = 0;

  /// Shows `page` over everything else for `milliseconds` and serves the sources; text printed
  /// meanwhile appears afterwards. Returns false when the page is to end: a key was pressed (and
  /// consumed), a source stopped the wait, or the page was printed because there is no screen for
  /// it.
  virtual bool watch(std::span<const Source> sources, std::string_view page, int milliseconds) = 0;
  /// Restores the screen. Call it after the last `watch`.
  virtual void end_watch() = 0;

  /// Prints `text`, of one or more lines, above the line being typed, if there is one.
  virtual void print(std::string_view text) = 0;

  /// Clears the screen. Does nothing with plain lines.
  virtual void clear_screen() {}

  /// Sets how lines are read from now on. Plain lines use only the prompt, and only on a terminal.
  virtual void ask(PromptOptions asking) = 0;

  /// Sets the one status row near the typed line; empty removes it. Does nothing with plain lines.
  virtual void set_status(std::string_view status) = 0;

  /// A write failed: the output's reader has gone or the disk is full.
  virtual bool output_lost() const { return false; }

  /// Input and output are a terminal.
  virtual bool interactive() const = 0;
};

}  // namespace moonroom::terminal
