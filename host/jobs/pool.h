// A bounded pool of processes for work that would block the requesting process: each job is a fresh
// process, a few run at once, the others wait in order. Each job is reported exactly once, even
// after a crash, a loop or a missing program, except a cancelled one.
//
// The owner waits on `descriptor` and until `next_due`, then calls `watch`. After every `submit`
// and every `watch` it calls `next` until it returns nullopt, because a job that cannot be started
// is done at once, without a readable descriptor. Destroying a Pool kills and reaps its processes.
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
  /// How many more can wait.
  size_t waiting = 256;
  Allowance each = {};
};

class Pool {
 public:
  /// `program` is the path of a program that becomes a job's process when it is started with
  /// kJobWord.
  Pool(std::string program, const Limits& limits);

  /// Starts the job if a slot is free. False when too many wait; the job is dropped then.
  bool submit(Job job, Moment now);
  /// Drops all reports about the job. Its process is killed, and keeps its slot until it is reaped.
  void cancel(uint64_t id);
  /// Reads results, reaps, kills processes over their time limit, starts waiting jobs. Never
  /// blocks.
  void watch(Moment now);
  std::optional<Done> next();

  /// Readable when `watch` has something to read or to reap; SIGCHLD is not needed.
  int descriptor() const { return epoll_.get(); }
  /// When `watch` must kill a process.
  std::optional<SteadyTime> next_due() const;

  /// Numbers of jobs.
  struct Stats {
    size_t running = 0;
    size_t waiting = 0;
    /// With a result, and with a Problem; cancelled ones are not counted.
    uint64_t finished = 0;
    uint64_t failed = 0;
  };
  Stats stats() const { return {running_.size(), waiting_.size(), finished_, failed_}; }
  /// In the order of their start. Valid until the pool changes.
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
  // Cancelled and killed processes, which keep their slots until they are reaped.
  std::vector<RunningJob> dying_;
  // Not empty only while all slots are taken.
  std::deque<Job> waiting_;
  std::deque<Done> done_;
  uint64_t finished_ = 0;
  uint64_t failed_ = 0;
};

}  // namespace moonroom::jobs
