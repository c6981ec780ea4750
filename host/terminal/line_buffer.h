// Bytes in, lines out, for input that is no terminal: pieces of any size, lines ended by LF or
// CR LF, the last one perhaps by nothing. Pure. Holds at most one unfinished line of bounded size,
// whatever is fed.
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

namespace moonroom::terminal {

/// A line that a person or a program wrote, without its end.
struct Line {
  std::string text;
  /// False: it was longer than kMaxLine, and this is its beginning.
  bool whole = true;
  /// It came with others in one paste.
  bool pasted = false;
};

/// Longer than any request that the host takes (4,096 bytes), so a line that was cut is always one
/// that could not be sent either.
constexpr size_t kMaxLine = 4096;

/// `text` cut to so many bytes where needed, between two characters.
Line bounded_line(std::string_view text, size_t longest = kMaxLine);

class LineBuffer {
 public:
  explicit LineBuffer(size_t longest = kMaxLine) : longest_(longest) {}

  void append(std::string_view bytes);
  /// The oldest line that is complete.
  std::optional<Line> next();
  /// What stands behind the last line end, once, after the input has ended.
  std::optional<Line> unfinished();

 private:
  void complete();

  std::deque<Line> lines_;
  size_t longest_;
  std::string current_;
};

}  // namespace moonroom::terminal
