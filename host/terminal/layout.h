// Where on the screen libedit has put the cursor: it does not say, and whoever prints above the
// typed line must know. Pure arithmetic over the prompt, the text and the width of the terminal,
// by the same rules as libedit's own drawing (its refresh.c): wide characters do not straddle the
// right edge, control characters are drawn as ^X, others that do not print as \U+XXXX.
#pragma once

#include <cstddef>
#include <string_view>

namespace moonroom::terminal {

/// Counted from the first cell of the prompt, both from 0.
struct Cell {
  size_t row = 0;
  size_t column = 0;

  bool operator==(const Cell&) const = default;
};

/// The cell of the cursor, which stands before the character `at` of `text` (`text.size()`: behind
/// all). `width` is the terminal's, in columns, at least 2. Widths are wcwidth's, so the locale
/// counts.
Cell cursor_cell(std::wstring_view prompt, std::wstring_view text, size_t at, size_t width);

}  // namespace moonroom::terminal
