// Runs plugins' jobs: makes each a request to the pool, with the plugin and its settings, and
// returns each result as an event for the room.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "jobs/pool.h"
#include "ring/worker_judge.h"

namespace moonroom::server {

class JobDispatcher {
 public:
  /// `judge` must outlive this.
  JobDispatcher(const ring::WorkerSettings& settings, size_t processes,
                const ring::WorkerJudge& judge);

  void start(const room::StartJob& job, Moment now);
  /// Does nothing for a timer or a finished job.
  void cancel(const room::Cancel& wish);
  /// Drops all jobs: their callbacks are gone.
  void cancel_all();
  /// Lets the pool work; returns the jobs finished since the last call.
  std::vector<room::JobDone> watch(Moment now);

  const jobs::Pool& pool() const { return pool_; }
  /// "solve of plugins/quiz.lua"
  std::string title(uint64_t id) const;

 private:
  struct OpenJob {
    uint32_t owner = 0;
    uint32_t job = 0;
    std::string title;
  };
  std::string request_for(const room::StartJob& job, const ring::PluginSource& plugin,
                          Moment now) const;

  const ring::WorkerJudge& judge_;
  ring::WorkerSettings settings_;
  jobs::Pool pool_;
  std::map<uint64_t, OpenJob> open_;
  std::vector<room::JobDone> rejected_;
  uint64_t last_id_ = 0;
};

}  // namespace moonroom::server
