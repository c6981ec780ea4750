// A bounded pool of processes for work that would hold up who asks for it: each job is one fresh
// process, a few run at once, the rest wait their turn in the order of their coming. Whatever
// becomes of a job (a crash, a loop, a program that is not there), it is told exactly once, except
// of one that was cancelled.
//
// Its owner waits on `descriptor` and until `next_due`, calls `watch` then, and asks `next` until
// there is nothing after every `submit` and every `watch`: a job that cannot be started is done at
// once, without the descriptor telling. A destroyed Pool has killed and reaped what ran.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "base/moment.h"
#include "base/unique_fd.h"
#include "jobs/job.h"
#include "jobs/running_job.h"

namespace moonroom::jobs {

struct Limits {
  /// How many run at once; at least 1.
  size_t processes = 2;
  /// How many more may wait their turn.
  size_t waiting = 256;
  Allowance each = {};
};

class Pool {
 public:
  /// `program` becomes a job's process when it is started with kJobWord: a path.
  Pool(std::string program, const Limits& limits);

  /// Starts it if there is a place free. False when too many wait: nothing is kept of it.
  bool submit(Job job, Moment now);
  /// Nothing more is told of it. Its process is killed, and has its place until it is reaped.
  void cancel(uint64_t id);
  /// Takes what has come, reaps, kills what is over its patience, starts what waits. Never waits.
  void watch(Moment now);
  std::optional<Done> next();

  /// Readable when `watch` has something to take or to reap; SIGCHLD is not needed.
  int descriptor() const { return epoll_.get(); }
  /// When `watch` has something to kill.
  std::optional<SteadyTime> next_due() const;

  size_t running() const { return running_.size(); }
  size_t waiting() const { return waiting_.size(); }
  /// How many have come to a result, and how many to a Problem; a cancelled one is neither.
  uint64_t finished() const { return finished_; }
  uint64_t failed() const { return failed_; }
  /// In the order of their start. Valid until the pool is changed.
  const std::vector<RunningJob>& running_jobs() const { return running_; }

 private:
  bool has_place() const { return running_.size() + dying_.size() < limits_.processes; }
  void start_waiting(Moment now);
  void start(const Job& job, Moment now);
  void tell(uint64_t id, Result<std::string> result);

  std::string program_;
  Limits limits_;
  UniqueFd epoll_;
  std::vector<RunningJob> running_;
  // Cancelled and killed, only to be reaped: until then they have their places.
  std::vector<RunningJob> dying_;
  // Only while all places are taken.
  std::deque<Job> waiting_;
  std::deque<Done> done_;
  uint64_t finished_ = 0;
  uint64_t failed_ = 0;
};

}  // namespace moonroom::jobs
