// The judge that runs Lua: queues every event until the worker process has judged it, and keeps a
// worker running. For every failure of the worker (a loop, a crash, a corrupt page) there is one
// remedy: kill it, start another with a new ring, and submit again from the same event on. No event
// is lost or judged out of order. Two kinds of event need no worker: a line that no plugin needs to
// see while nothing waits before it (ring/fast_path.h), and changes that no script judges, which
// only wait for their turn.
//
// Its owner must call `flush` once a turn after submitting, `check_worker` every kWatchInterval
// while `waiting`, and wait on `wake_descriptor` between `arm_wakeup` and `disarm_wakeup`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ring/crash_recovery.h"
#include "ring/fast_path.h"
#include "ring/fault_policy.h"
#include "ring/filter_log.h"
#include "ring/notes.h"
#include "ring/pending_requests.h"
#include "ring/plugin_loads.h"
#include "ring/plugin_registry.h"
#include "ring/response_validation.h"
#include "ring/verdicts.h"
#include "ring/worker.h"
#include "room/judge.h"
#include "room/state.h"

namespace moonroom::ring {

class WorkerJudge : public room::Judge {
 public:
  /// `state` must outlive the judge. The judge reads the members and the log from it, for new
  /// workers, and sets its host messages from the wording.
  WorkerJudge(WorkerSettings settings, room::RoomState& state);
  WorkerJudge(const WorkerJudge&) = delete;
  WorkerJudge& operator=(const WorkerJudge&) = delete;

  /// Starts the first worker and loads these files.
  void start(std::vector<PluginSource> files, Moment now);
  /// Some plugins are turned off: their commands must not be posted as messages meanwhile.
  void expect_commands() { plugins_.expect_commands(); }
  /// Loads a new file, or a changed one that is known by its path; or notes why it cannot be read.
  void load(PluginSource file, Moment now);
  /// Unloads a plugin whose file was removed. Ignores unknown paths.
  void unload(std::string_view path, Moment now);
  /// Loads a benched or failed plugin again. False when no plugin has this name, or its file cannot
  /// be read.
  bool resume(std::string_view name, Moment now);
  /// Unloads all plugins after the queued events have been judged. `next` returns what their
  /// `on_unload` returned, for the host that loads them next because of `why`.
  void shutdown(Moment now, LoadReason why = LoadReason::restart);
  bool is_shutting_down() const { return loads_.is_shutting_down(); }

  void submit(const room::Event& event, Moment now) override;
  const room::Judged* next() override;
  bool busy() const override;
  /// The initial wordings have been loaded or refused: the host messages are final.
  bool has_wording() const { return loads_.has_wording(); }
  /// Sends queued requests and wakes the worker.
  void flush();
  void check_worker(Moment now);
  /// Requests are pending, or a new worker is due: `check_worker` must be called.
  bool waiting() const {
    return !pending_.empty() || (!worker_.running() && !loads_.is_shutting_down());
  }
  /// `next` has returned everything that has been judged.
  bool is_drained() const { return verdicts_.empty(); }
  bool arm_wakeup() { return worker_.arm_wakeup(); }
  void disarm_wakeup() { worker_.disarm_wakeup(); }
  void clear_wake() { worker_.clear_wake(); }
  int wake_descriptor() const { return worker_.wake_descriptor(); }

  std::vector<Note> drain_notes() { return notes_.drain(); }
  const PluginRegistry& plugins() const { return plugins_; }
  /// Null when there is none of that name.
  const PluginEntry* find_by_name(std::string_view name) { return plugins_.find_by_name(name); }
  /// A plugin's counters, including those of workers that have ended.
  PluginCounters counters_of(const PluginEntry& plugin) const;
  const FilterLog& filter_log() const { return filter_log_; }
  const process::Child& worker() const { return worker_.process(); }
  struct Stats {
    /// Events that wait for their verdict.
    size_t held = 0;
    /// How often the worker was started again.
    uint64_t restarts = 0;
  };
  Stats stats() const { return {pending_.events(), restarts()}; }
  uint64_t restarts() const { return worker_.restarts(); }

 private:
  void post(Task task);
  void post(std::vector<Task> tasks);
  void post_next_load();
  void sync_history();
  room::LineKind kind_of(const room::Event& event) const;
  bool try_fast_path(const room::Event& event);

  void start_worker();
  void requeue();
  void replace_worker(Death death);
  void drop_event(room::Event& event);

  void drain_responses();
  bool drain_responses_of_this_worker();
  void on_response(std::string_view bytes);
  bool is_valid(const Response& response);
  void on_faults(const Response& response);
  void on_task_done(Response& response);
  void complete_event(room::Event& event, Response& response);
  void release_passing();

  room::RoomState& state_;
  Worker worker_;
  PendingRequests pending_;
  Verdicts verdicts_;
  Notes notes_;
  PluginRegistry plugins_;
  PluginLoads loads_;
  FaultPolicy faults_;
  CrashRecovery recovery_;
  FilterLog filter_log_;

  // The latest request answered, its response, and the encoding of the latest request. Their memory
  // is re-used, so that a line allocates nothing.
  Request answered_;
  Response response_;
  std::string record_;

  // The files that this worker has loaded: those that can act in a response.
  Actors actors_;
  FastPath fast_path_;
  // The plugins can have changed since the last rebuild.
  bool fast_path_is_stale_ = true;
  // Messages that the fast path judged and the worker has not been told of.
  size_t not_sent_to_worker_ = 0;

  Moment now_{};
  // The worker has answered the shutdown request, and exits.
  bool shutdown_done_ = false;
  int failed_starts_ = 0;
  SteadyTime next_start_{};
};

}  // namespace moonroom::ring
