#include "terminal/transcript.h"

#include <algorithm>

#include "terminal/wrapping.h"

namespace moonroom::terminal {

std::string Transcript::add(std::string_view text, size_t width) {
  std::string out;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    lines_.emplace_back(text.substr(0, end));
    if (lines_.size() > kMaxLines) lines_.pop_front();
    for (const auto& row : wrap(lines_.back(), width)) out.append(row).append("\n");
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

std::vector<std::string> Transcript::last_rows(size_t count, size_t width) const {
  std::vector<std::string> rows;
  for (auto line = lines_.rbegin(); line != lines_.rend() && rows.size() < count; ++line) {
    auto wrapped = wrap(*line, width);
    rows.insert(rows.begin(), wrapped.begin(), wrapped.end());
  }
  if (rows.size() > count) rows.erase(rows.begin(), rows.end() - static_cast<ptrdiff_t>(count));
  return rows;
}

}  // namespace moonroom::terminal
