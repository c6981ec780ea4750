#include "metrics/http_places.h"

#include <algorithm>

namespace moonroom::metrics {

std::optional<int> HttpPlaces::to_evict() const {
  if (open_.size() < limits_.most) return std::nullopt;
  const auto asking =
      std::find_if(open_.begin(), open_.end(), [](const Open& open) { return !open.answered; });
  return asking != open_.end() ? asking->descriptor : open_.front().descriptor;
}

void HttpPlaces::add(int descriptor, SteadyTime now) {
  open_.push_back({descriptor, false, false, now + limits_.to_ask});
}

void HttpPlaces::mark_answered(int descriptor, SteadyTime now) {
  auto* open = find(descriptor);
  if (!open || open->answered) return;
  open->answered = true;
  open->deadline = now + limits_.to_read;
}

void HttpPlaces::remove(int descriptor) {
  open_.remove_if([descriptor](const Open& open) { return open.descriptor == descriptor; });
}

std::vector<int> HttpPlaces::pop_overdue(SteadyTime now) {
  std::vector<int> overdue;
  for (auto& open : open_) {
    if (open.closing || now < open.deadline) continue;
    open.closing = true;
    overdue.push_back(open.descriptor);
  }
  return overdue;
}

std::optional<SteadyTime> HttpPlaces::next_due() const {
  std::optional<SteadyTime> due;
  for (const auto& open : open_)
    if (!open.closing) due = std::min(due.value_or(open.deadline), open.deadline);
  return due;
}

HttpPlaces::Open* HttpPlaces::find(int descriptor) {
  const auto found = std::find_if(open_.begin(), open_.end(), [descriptor](const Open& open) {
    return open.descriptor == descriptor;
  });
  return found == open_.end() ? nullptr : &*found;
}

}  // namespace moonroom::metrics
