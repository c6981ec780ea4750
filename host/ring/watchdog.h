// Decides whether a worker with pending requests makes progress. Pure: it sees only the samples
// that it is given.
//
// A worker that has used its budget of CPU time on one call is stuck in it. One that has used less
// can have been starved by a busy machine, so it gets longer. Time in which nobody took samples
// (because the whole machine was stopped) does not count.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "base/moment.h"

namespace moonroom::ring {

/// The interval of samples while requests are pending: a fifth of the default budget.
constexpr auto kWatchInterval = std::chrono::milliseconds(10);

/// Signs of progress: responses given, calls begun, CPU time used since the worker's start.
struct WorkerSample {
  uint64_t answers = 0;
  uint64_t calls = 0;
  std::chrono::nanoseconds cpu{};
  /// Requests are pending.
  bool has_pending = false;
};

class Watchdog {
 public:
  /// A new worker starts at `now`; each call may take `budget`.
  void begin(Duration budget, SteadyTime now);
  /// Why the worker must be replaced, or nullopt.
  std::optional<std::string> check(const WorkerSample& sample, SteadyTime now);
  /// Sets the budget of each call from the next sign of progress on.
  void set_budget(Duration budget) { budget_ = budget; }

 private:
  Duration budget_{};
  WorkerSample last_sample_;
  SteadyTime checked_at_{};
  Duration without_progress_{};
  Duration pending_for_{};
};

}  // namespace moonroom::ring
