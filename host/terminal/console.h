// The person or the program at standard input and output, who writes lines and is shown lines: a
// terminal with a line editor, or plain lines where there is none. One loop does for both:
//
//     while (auto line = console->read_line(sources)) { … console->print(answer); … }
//
// What is printed must be valid UTF-8 without control characters other than line feeds: a terminal
// obeys it. Call terminal::use_utf8() first. One Console at a time.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "terminal/line_buffer.h"
#include "terminal/waiting.h"

namespace moonroom::terminal {

class Console {
 public:
  virtual ~Console() = default;

  /// A line editor when both ends are a terminal that can move the cursor, else plain lines.
  static std::unique_ptr<Console> open();

  /// The next line. Meanwhile the sources are served, and what they print does not disturb what is
  /// being typed. Nothing when a source has ended the waiting, when the input has ended (Ctrl-D on
  /// an empty line), or when nobody can read what is printed any more.
  virtual std::optional<Line> read_line(std::span<const Source> sources) = 0;

  /// Shows `text`, of one or more lines, above the line that is being typed if there is one.
  virtual void print(std::string_view text) = 0;

  /// What stands before a typed line from now on; what was typed after another prompt is no longer
  /// in the history. No meaning where nobody types.
  virtual void set_prompt(std::string_view prompt) = 0;

  /// Whole beginnings of lines that the Tab key completes, where there is one.
  virtual void set_phrases(std::vector<std::string> phrases) = 0;

  /// A person types and reads here.
  virtual bool interactive() const = 0;
};

}  // namespace moonroom::terminal
