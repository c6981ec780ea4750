#include "ring/docket.h"

#include <algorithm>
#include <utility>

namespace moonroom::ring {

void Docket::note(const room::Saying& saying, std::string name, std::vector<Mark> marks) {
  if (marks.empty()) return;
  if (cases_.size() == kKept) cases_.pop_front();
  cases_.push_back({saying.number, saying.who, std::move(name), saying.text, std::move(marks)});
}

const Case* Docket::find(uint64_t number) const {
  // Numbers only grow.
  const auto found = std::lower_bound(cases_.begin(), cases_.end(), number,
                                      [](const Case& a, uint64_t b) { return a.number < b; });
  return found != cases_.end() && found->number == number ? &*found : nullptr;
}

}  // namespace moonroom::ring
