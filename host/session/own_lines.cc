#include "session/own_lines.h"

#include <algorithm>
#include <utility>

namespace moonroom::session {

void OwnLines::add(std::string text) {
  lines_.push_back(std::move(text));
  ++last_;
  while (lines_.size() > kKept && last_ - lines_.size() < unsent_) lines_.pop_front();
}

std::optional<wire::Say> OwnLines::next() {
  if (unsent_ == last_) return std::nullopt;
  ++unsent_;
  return wire::Say{unsent_, lines_[lines_.size() - 1 - (last_ - unsent_)]};
}

void OwnLines::say_again_behind(uint64_t had) {
  if (had > unsent_) {
    // Another run of the program said these, and died before it wrote them down.
    last_ += had - unsent_;
    unsent_ = arrived_ = had;
    return;
  }
  const auto oldest = last_ - std::min<uint64_t>(last_, lines_.size());
  unsent_ = arrived_ = std::clamp(had, oldest, last_);
}

void OwnLines::begin_anew() {
  const auto waiting = last_ - unsent_;
  lines_.erase(lines_.begin(), lines_.end() - static_cast<std::ptrdiff_t>(waiting));
  last_ = waiting;
  unsent_ = arrived_ = 0;
}

}  // namespace moonroom::session
