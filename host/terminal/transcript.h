// What was printed last, so that it can be shown anew when the terminal has another size: rows are
// broken by us, and a terminal that breaks them once more leaves pieces. Pure.
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

  /// Keeps `text`, of one or more lines, and returns its rows for a terminal that is so wide, each
  /// with a line feed.
  std::string add(std::string_view text, size_t width);

  /// The last rows, at most `count`.
  std::vector<std::string> last_rows(size_t count, size_t width) const;

  void clear() { lines_.clear(); }

 private:
  std::deque<std::string> lines_;
};

}  // namespace moonroom::terminal
