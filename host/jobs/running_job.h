// A running job: its process, and the read end of its result pipe. Polled until it has an outcome,
// which is when the process has ended; destroying it earlier kills the process.
#pragma once

#include <optional>
#include <string>

#include "base/moment.h"
#include "base/unique_fd.h"
#include "jobs/job.h"
#include "process/child.h"

namespace moonroom::jobs {

/// The limits of one job. Its process limits its own memory and CPU time.
struct Allowance {
  /// Wall-clock time, from its start.
  Duration patience = std::chrono::seconds(30);
  size_t result_bytes = size_t{256} << 10;
};

class RunningJob {
 public:
  /// Starts `program` for it. Throws std::system_error on failure.
  RunningJob(const std::string& program, const Job& job, const Allowance& allowance, Moment now);

  /// Makes `epoll` readable when there is something to poll: a part of the result, or the end.
  void join(int epoll) const;
  /// Reads available output, and kills a process over its limits. Returns the outcome, once, when
  /// the process has ended.
  std::optional<Result<std::string>> poll(Moment now);
  /// Kills the process. The outcome will be `why`, unless it was killed for another reason already.
  void kill(std::string why);

  uint64_t id() const { return id_; }
  /// For its pid and CPU time.
  const process::Child& child() const { return child_; }
  SteadyTime started() const { return started_; }
  /// When its time limit ends; nullopt when it has been killed already.
  std::optional<SteadyTime> due() const;

 private:
  void spawn(const std::string& program, const std::string& request);
  void read();
  Result<std::string> outcome(const process::Exit& exit);

  uint64_t id_;
  Allowance allowance_;
  SteadyTime started_;
  process::Child child_;
  // A pidfd: readable when the process has ended, even if other processes still hold the pipe.
  UniqueFd end_;
  // Empty when the result is complete, or no more is wanted.
  UniqueFd pipe_;
  std::string result_;
  std::optional<std::string> killed_for_;
};

}  // namespace moonroom::jobs
