// The rows at the bottom of what a terminal shows where a line is typed, with a row above them when
// there is something to say. Everything else scrolls above it in the ordinary way, so the
// terminal's own scroll-back has it all. Pure: what is to be written comes out as text with escape
// sequences (ECMA-48), made so that it never matters whether terminal and we agree on how wide a
// character is: rows are not left to the terminal to break, and the cursor is put in its place by
// writing once more what stands before it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "terminal/layout.h"
#include "terminal/line_editor.h"
#include "terminal/tty.h"

namespace moonroom::terminal {

class InputArea {
 public:
  /// Draws it where it stands, or at the cursor, which then is on a row that is free. `status` is
  /// cut to one row; empty: there is none.
  std::string draw(const View& view, std::string_view status, Size size);
  /// Takes it off the screen; the cursor stands where it began. Empty when it is not there.
  std::string erase();

  /// How many rows `draw` will take.
  static size_t rows_of(const View& view, std::string_view status, Size size);

  bool shown() const { return shown_; }
  /// The terminal is so wide now, and has moved what stood there.
  void resized(size_t width);
  /// It is on the screen no more: somebody else has written there.
  void forget() { shown_ = false; }

 private:
  std::string to_top() const;

  bool shown_ = false;
  /// As drawn, with the row of the status as its first.
  Layout layout_;
  size_t cursor_row_ = 0;
};

}  // namespace moonroom::terminal
