// Lays out a prompt and a typed text in rows of a terminal: where each row ends, and where the
// cursor stands. Pure arithmetic on grapheme clusters; a wide one does not straddle the right edge,
// and a tab is four blanks.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace moonroom::terminal {

struct Row {
  std::string text;
  size_t columns = 0;
};

struct Layout {
  /// At least one.
  std::vector<Row> rows;
  size_t cursor_row = 0;
  /// The part of that row before the cursor: in bytes, and in columns.
  size_t cursor_bytes = 0;
  size_t cursor_column = 0;
};

/// `cursor` counts bytes of `text`; `width` is the terminal's, in columns, at least 2.
Layout lay_out(std::string_view prompt, std::string_view text, size_t cursor, size_t width);

/// The number of rows by which the cursor moves down when a terminal becomes `width` columns wide
/// and breaks the rows that no longer fit.
size_t cursor_row_after_resize(const Layout& layout, size_t width);

}  // namespace moonroom::terminal
