#include "terminal/history.h"

#include <algorithm>
#include <utility>

namespace moonroom::terminal {

History::History(std::vector<std::string> lines, Keep keep)
    : lines_(std::move(lines)), keep_(std::move(keep)) {
  if (lines_.size() > kMaxLines)
    lines_.erase(lines_.begin(), lines_.end() - static_cast<ptrdiff_t>(kMaxLines));
  stay();
}

void History::add(const std::string& line) {
  if (!line.empty() && line.front() != ' ' && (lines_.empty() || lines_.back() != line)) {
    if (lines_.size() == kMaxLines) lines_.erase(lines_.begin());
    lines_.push_back(line);
    if (keep_) keep_(line);
  }
  stay();
}

std::optional<std::string> History::older(std::string_view draft) {
  if (place_ == 0) return std::nullopt;
  if (place_ == lines_.size()) draft_ = draft;
  return lines_[--place_];
}

std::optional<std::string> History::newer() {
  if (place_ == lines_.size()) return std::nullopt;
  return ++place_ == lines_.size() ? draft_ : lines_[place_];
}

std::optional<size_t> History::find(std::string_view words, size_t before) const {
  for (size_t at = std::min(before, lines_.size()); at-- > 0;)
    if (lines_[at].find(words) != std::string::npos) return at;
  return std::nullopt;
}

}  // namespace moonroom::terminal
