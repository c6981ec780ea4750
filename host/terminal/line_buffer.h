// Splits input that is not a terminal into lines: accepts pieces of any size; a line ends with LF
// or CR LF, the last line also at the end of the input. Pure. Buffers at most one unfinished line
// of bounded size.
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

namespace moonroom::terminal {

/// One line of input, without its line end.
struct Line {
  std::string text;
  /// False: the line was longer than kMaxLine, and this is its beginning.
  bool whole = true;
  /// The line is one of several from one paste.
  bool pasted = false;
};

/// The host's limit on a request (4,096 bytes): a line that was cut could not have been sent
/// either.
constexpr size_t kMaxLine = 4096;

/// `text`, cut between two characters to at most `longest` bytes.
Line bounded_line(std::string_view text, size_t longest = kMaxLine);

class LineBuffer {
 public:
  explicit LineBuffer(size_t longest = kMaxLine) : longest_(longest) {}

  void append(std::string_view bytes);
  /// The oldest complete line.
  std::optional<Line> next();
  /// The text after the last line end, once, after the input has ended.
  std::optional<Line> unfinished();

 private:
  void complete();

  std::deque<Line> lines_;
  size_t longest_;
  std::string current_;
};

}  // namespace moonroom::terminal
