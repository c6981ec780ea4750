#include "terminal/line_buffer.h"

#include <algorithm>
#include <utility>

#include "text/utf8.h"

namespace moonroom::terminal {
namespace {

// Room for the CR of a line of maximum length, and for one byte more, which shows that the line is
// too long.
constexpr size_t kMore = 2;

}  // namespace

Line bounded_line(std::string_view text, size_t longest) {
  const auto kept = text::utf8_prefix(text, longest);
  return {std::string(kept), kept.size() == text.size(), false};
}

void LineBuffer::append(std::string_view bytes) {
  while (!bytes.empty()) {
    const size_t end = std::min(bytes.find('\n'), bytes.size());
    current_.append(bytes.substr(0, std::min(end, longest_ + kMore - current_.size())));
    if (end < bytes.size()) complete();
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
  }
}

void LineBuffer::complete() {
  std::string_view line = current_;
  if (line.ends_with('\r')) line.remove_suffix(1);
  lines_.push_back(bounded_line(line, longest_));
  current_.clear();
}

std::optional<Line> LineBuffer::next() {
  if (lines_.empty()) return std::nullopt;
  Line line = std::move(lines_.front());
  lines_.pop_front();
  return line;
}

std::optional<Line> LineBuffer::unfinished() {
  if (current_.empty()) return std::nullopt;
  complete();
  return next();
}

}  // namespace moonroom::terminal
