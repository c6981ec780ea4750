// The rows at the bottom of a terminal that hold the typed line, with a status row above them.
// Output scrolls above them in the ordinary way, so the terminal's scroll-back has all of it. Pure:
// the functions return text with escape sequences (ECMA-48).
//
// The sequences do not depend on whether the terminal agrees on the width of a character: the
// terminal never breaks a row, and the cursor is placed by writing the text before it again.
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
  /// Draws the area where it stands, or at the cursor, which must then be on a free row. `status`
  /// is cut to one row; empty means none.
  std::string draw(const View& view, std::string_view status, Size size);
  /// Removes the area from the screen; the cursor stands where the area began. Empty when the area
  /// is not shown.
  std::string erase();

  /// Number of rows that `draw` needs.
  static size_t rows_of(const View& view, std::string_view status, Size size);

  bool shown() const { return shown_; }
  /// The terminal is now `width` columns wide and has moved the rows of the area.
  void resized(size_t width);
  /// The area is no longer on the screen: another program has written there.
  void forget() { shown_ = false; }

 private:
  std::string to_top() const;

  bool shown_ = false;
  /// As drawn, with the status as the first row.
  Layout layout_;
  size_t cursor_row_ = 0;
};

}  // namespace moonroom::terminal
