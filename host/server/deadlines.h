// The tasks of a turn besides receiving and sending, and when the next turn is due because of them.
// One list: its order is the order of the tasks in a turn.
#pragma once

#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "base/moment.h"

namespace moonroom::server {

class Deadlines {
 public:
  enum class Phase { before_sending, after_sending };

  struct Task {
    Phase phase;
    /// Runs in each turn, whether it is due or not. Null: the turn itself does it.
    std::function<void()> run;
    /// When a turn is needed for it, if nothing else happens. Null: never.
    std::function<std::optional<SteadyTime>()> next_due = {};
  };

  explicit Deadlines(std::vector<Task> tasks) : tasks_(std::move(tasks)) {}

  void run(Phase phase) const;
  /// The time until the next turn is due; at least a millisecond, so that an overdue task cannot
  /// spin the loop.
  Duration time_left(SteadyTime now) const;

 private:
  std::vector<Task> tasks_;
};

}  // namespace moonroom::server
