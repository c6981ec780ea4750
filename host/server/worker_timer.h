// Has the judge check its worker in intervals while events wait for their verdict. Its owner must
// call `begin_turn` and later `tick` once a turn, at the latest at `next_due`.
#pragma once

#include <optional>

#include "ring/worker_judge.h"

namespace moonroom::server {

class WorkerTimer {
 public:
  /// `judge` must outlive this.
  explicit WorkerTimer(ring::WorkerJudge& judge) : judge_(judge) {}

  /// An event that is submitted in this turn and judged at once does not cause a check.
  void begin_turn(SteadyTime now) {
    if (!judge_.waiting()) next_check_ = now + ring::kWatchInterval;
  }
  void tick(Moment now) {
    if (!judge_.waiting() || now.steady < next_check_) return;
    judge_.check_worker(now);
    next_check_ = now.steady + ring::kWatchInterval;
  }
  std::optional<SteadyTime> next_due() const {
    return judge_.waiting() ? std::optional(next_check_) : std::nullopt;
  }

 private:
  ring::WorkerJudge& judge_;
  SteadyTime next_check_{};
};

}  // namespace moonroom::server
