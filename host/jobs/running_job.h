// One job that runs: its process, and the end of the pipe that its result comes through. Looked at
// again and again until it has an outcome, which is when the process has ended; whoever lets go of
// it sooner kills it.
#pragma once

#include <optional>
#include <string>

#include "base/moment.h"
#include "base/unique_fd.h"
#include "jobs/job.h"
#include "process/child.h"

namespace moonroom::jobs {

/// What one job may take. Its process limits its own memory and CPU time.
struct Allowance {
  /// On the clock on the wall, from its start.
  Duration patience = std::chrono::seconds(30);
  size_t result_bytes = size_t{256} << 10;
};

class RunningJob {
 public:
  /// Starts `program` for it. Throws std::system_error when that cannot be done.
  RunningJob(const std::string& program, const Job& job, const Allowance& allowance, Moment now);

  /// Has `epoll` be readable when there is something to look at: a part of the result, or the end.
  void join(int epoll) const;
  /// Takes what has come, and kills what takes too much. The outcome, once, when it has ended.
  std::optional<Result<std::string>> poll(Moment now);
  /// The outcome will be `why`, once it has ended, unless it was killed for something else already.
  void kill(std::string why);

  uint64_t id() const { return id_; }
  /// For its pid and the CPU time it has used.
  const process::Child& child() const { return child_; }
  SteadyTime started() const { return started_; }
  /// When its patience is over; nothing when it has been killed and only its end is awaited.
  std::optional<SteadyTime> due() const;

 private:
  void spawn(const std::string& program, const std::string& request);
  void read();
  Result<std::string> outcome(const process::Exit& exit);

  uint64_t id_;
  Allowance allowance_;
  SteadyTime started_;
  process::Child child_;
  // A pidfd: readable when the process has ended, whoever else still holds the pipe.
  UniqueFd end_;
  // Empty when all has come, or no more is wanted.
  UniqueFd pipe_;
  std::string result_;
  std::optional<std::string> killed_for_;
};

}  // namespace moonroom::jobs
