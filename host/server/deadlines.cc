#include "server/deadlines.h"

#include <algorithm>

namespace moonroom::server {
namespace {

constexpr Duration kMinTimer = std::chrono::milliseconds(1);
constexpr Duration kMaxTimer = std::chrono::hours(1);

}  // namespace

void Deadlines::run(Phase phase) const {
  for (const auto& task : tasks_)
    if (task.phase == phase && task.run) task.run();
}

Duration Deadlines::time_left(SteadyTime now) const {
  auto due = now + kMaxTimer;
  for (const auto& task : tasks_)
    if (task.next_due) due = std::min(due, task.next_due().value_or(due));
  // Some deadlines are the default SteadyTime, long past.
  return std::max(due, now + kMinTimer) - now;
}

}  // namespace moonroom::server
