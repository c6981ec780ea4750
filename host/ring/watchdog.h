// Decides whether a worker with pending requests makes progress. Pure: it sees only the samples
// that it is given.
//
// A worker that has used its budget of CPU time on one call is stuck in it. One that has used less
// may only have been left without a CPU by a busy machine, so it gets longer; and time in which its
// watcher did not look (because the whole machine stood still) does not count against it.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "base/moment.h"

namespace moonroom::ring {

/// How often a worker that owes a response is looked at: a fifth of the default budget.
constexpr auto kWatchInterval = std::chrono::milliseconds(10);

/// Signs of life: answers given, calls begun, CPU time used since the worker's start.
struct WorkerSample {
  uint64_t answers = 0;
  uint64_t calls = 0;
  std::chrono::nanoseconds cpu{};
  /// It has been asked something that it has not answered.
  bool has_pending = false;
};

class Watchdog {
 public:
  /// A fresh worker begins at `now`; each call may take `budget`.
  void begin(Duration budget, SteadyTime now);
  /// Why the worker is to be replaced, or nothing. `budget` is what one call may take.
  std::optional<std::string> check(const WorkerSample& sample, SteadyTime now);
  /// From the next sign of life on, each call may take this.
  void set_budget(Duration budget) { budget_ = budget; }

 private:
  Duration budget_{};
  WorkerSample last_sample_;
  SteadyTime checked_at_{};
  Duration without_progress_{};
  Duration pending_for_{};
};

}  // namespace moonroom::ring
