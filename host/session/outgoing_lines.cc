#include "session/outgoing_lines.h"

#include <algorithm>
#include <utility>

namespace moonroom::session {

void OutgoingLines::add(std::string text, uint64_t tag) {
  lines_.push_back(std::move(text));
  ++last_;
  if (expects_answers_) unanswered_[last_] = tag;
  while (lines_.size() > kMaxLines && last_ - lines_.size() < unsent_) lines_.pop_front();
}

std::optional<uint64_t> OutgoingLines::pop_answered(uint64_t line) {
  const auto found = unanswered_.find(line);
  if (found == unanswered_.end()) return std::nullopt;
  const auto tag = found->second;
  unanswered_.erase(found);
  return tag;
}

std::vector<uint64_t> OutgoingLines::pop_unanswered(uint64_t line) {
  std::vector<uint64_t> tags;
  const auto end = unanswered_.upper_bound(line);
  for (auto each = unanswered_.begin(); each != end; ++each) tags.push_back(each->second);
  unanswered_.erase(unanswered_.begin(), end);
  return tags;
}

// Waiting lines keep their order: the one after `from` becomes the one after `to`.
void OutgoingLines::renumber_unsaid(uint64_t from, uint64_t to) {
  std::map<uint64_t, uint64_t> renumbered;
  for (const auto& [line, tag] : unanswered_)
    renumbered[line > from ? line - from + to : line] = tag;
  unanswered_ = std::move(renumbered);
}

std::optional<wire::Say> OutgoingLines::next() {
  if (unsent_ == last_) return std::nullopt;
  ++unsent_;
  return wire::Say{unsent_, lines_[lines_.size() - 1 - (last_ - unsent_)]};
}

void OutgoingLines::rewind_to(uint64_t had) {
  if (had > unsent_) {
    // Another run of the program sent these, and crashed before it stored the count.
    renumber_unsaid(unsent_, had);
    last_ += had - unsent_;
    unsent_ = arrived_ = had;
    return;
  }
  const auto oldest = last_ - std::min<uint64_t>(last_, lines_.size());
  unsent_ = arrived_ = std::clamp(had, oldest, last_);
}

void OutgoingLines::reset() {
  const auto waiting = last_ - unsent_;
  renumber_unsaid(unsent_, 0);
  lines_.erase(lines_.begin(), lines_.end() - static_cast<std::ptrdiff_t>(waiting));
  last_ = waiting;
  unsent_ = arrived_ = 0;
}

}  // namespace moonroom::session
