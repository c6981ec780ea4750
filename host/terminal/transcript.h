// The latest output, so that it can be drawn again when the terminal's size changes: we break the
// rows, and a terminal that re-flows them leaves fragments. Pure.
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace moonroom::terminal {

class Transcript {
 public:
  /// More than any screen has rows.
  static constexpr size_t kMaxLines = 500;

  /// Stores `text`, of one or more lines, and returns its rows for a terminal of this width, each
  /// with a line feed.
  std::string add(std::string_view text, size_t width);

  /// The last rows, at most `count`.
  std::vector<std::string> last_rows(size_t count, size_t width) const;

  void clear() { lines_.clear(); }

 private:
  std::deque<std::string> lines_;
};

}  // namespace moonroom::terminal
