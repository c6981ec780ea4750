// The judge that runs Lua: queues every event until the worker process has judged it, and keeps a
// worker running. For every failure of the worker (a loop, a crash, a corrupt page) there is one
// remedy: kill it, start another with a new ring, and submit again from the same event on. No event
// is lost or judged out of order. The event at the head is retried without the plugin that was
// running, or refused when that plugin says `fail = "closed"`. A message that no plugin needs to
// see is judged here while the queue is empty (ring/fast_path.h).
//
// Its owner must call `flush` once a turn after submitting, `check_worker` every kWatchInterval
// while `waiting`, and wait on `wake_descriptor` between `arm_wakeup` and `disarm_wakeup`.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/fifo.h"
#include "ring/fast_path.h"
#include "ring/fault_attribution.h"
#include "ring/filter_log.h"
#include "ring/plugin_lifecycle.h"
#include "ring/plugin_registry.h"
#include "ring/response_validation.h"
#include "ring/worker.h"
#include "room/judge.h"
#include "room/state.h"

namespace moonroom::ring {

/// A message for the administrator.
struct Note {
  enum class Level { information, warning, error };
  Level level = Level::information;
  std::string text;
};

class WorkerJudge : public room::Judge {
 public:
  /// `state` must outlive the judge. The judge reads the members and the log from it, for new
  /// workers, and sets its host messages from the wording.
  WorkerJudge(WorkerSettings settings, room::RoomState& state);

  /// Starts the first worker and loads these files.
  void start(std::vector<PluginSource> files, Moment now);
  /// Some plugins are turned off: their commands must not be posted as messages meanwhile.
  void expect_commands() { plugins_.expect_commands(); }
  /// Loads a new file, or a changed one that is known by its path; or notes why it cannot be read.
  /// Loads one file at a time, so that messages wait for one at most.
  void load(PluginSource file, Moment now);
  /// Unloads a plugin whose file was removed. Ignores unknown paths.
  void unload(std::string_view path, Moment now);
  /// Loads a benched or failed plugin again. False when no plugin has this name, or its file cannot
  /// be read.
  bool resume(std::string_view name, Moment now);
  /// Unloads all plugins after the queued events have been judged. `next` returns what their
  /// `on_unload` returned, for the host that loads them next because of `why`.
  void shutdown(Moment now, LoadReason why = LoadReason::restart);

  void submit(const room::Event& event, Moment now) override;
  const room::Judged* next() override;
  bool busy() const override;
  /// The initial wordings have been loaded or refused: the host messages are final.
  bool has_wording() const { return wordings_awaited_ == 0; }
  /// Sends queued requests and wakes the worker.
  void flush();
  void check_worker(Moment now);
  /// Requests are pending, or a new worker is due: `check_worker` must be called.
  bool waiting() const { return !queue_.empty() || (!worker_.running() && !shutting_down_); }
  /// `next` has returned everything that has been judged.
  bool is_drained() const { return judged_.empty(); }
  bool arm_wakeup() { return worker_.arm_wakeup(); }
  void disarm_wakeup() { worker_.disarm_wakeup(); }
  void clear_wake() { worker_.clear_wake(); }
  int wake_descriptor() const { return worker_.wake_descriptor(); }

  std::vector<Note> drain_notes() { return std::exchange(notes_, {}); }
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
  Stats stats() const { return {held_, restarts()}; }
  uint64_t restarts() const { return worker_.restarts(); }

 private:
  void post_task(Task task, WallTime time);
  Request& next_request(WallTime time);
  bool register_source(PluginSource& file);
  void load_next();
  void load_dependents(Moment now);
  void start_worker();
  void requeue();
  void post_room_sync();
  void post_shutdown();
  bool has_events() const;
  room::LineKind kind_of(const room::Event& event) const;
  bool try_fast_path(const room::Event& event);
  void try_fast_path(const room::MessageEvent& saying, std::string_view name);
  void sync_history();
  void replace_worker(Death death);
  CrashEvidence evidence_of(const Death& death);
  void record_crash(const Death& death, Blame blame);
  void retry_head(const Death& death, Blame blame, uint32_t without);
  void retry(Request& request, uint32_t without);
  void drop_head();
  void blame_plugin(const Death& death);
  void note_fault(PluginEntry& plugin, std::string_view who, std::string_view command);
  void bench(PluginEntry& plugin);
  void refuse_repeat_offenders(Request& request);
  void leave_out_benched(Request& request);

  void drain_responses();
  bool drain_responses_of_this_worker();
  void on_response(std::string_view bytes);
  bool is_valid(const Response& response);
  void track_loaded(const Response& response);
  void on_faults(const Response& response);
  void on_loaded(const PluginSource& file, Response& response);
  void on_unloaded(const Unload& task, Response& response);
  void report_lifecycle(const PluginEntry& plugin, const Value& record);
  void complete_event(room::Event& event, Response& response);
  void mirror_store_puts(const room::Verdict& verdict);
  void note(Note::Level level, std::string text);

  Worker worker_;
  room::RoomState& state_;

  // Pending requests, oldest first; the first `sent_` are in the ring.
  Fifo<Request> queue_;
  size_t sent_ = 0;
  size_t held_ = 0;  // The number of events among them.
  uint64_t last_number_ = 0;
  Fifo<room::Judged> judged_;
  // The latest element of each queue, and the latest response. Their memory is re-used, so that a
  // message allocates nothing.
  Request answered_;
  Response response_;
  room::Judged latest_;
  std::string record_;

  PluginRegistry plugins_;
  // The plugin that was benched last.
  uint32_t benched_ = kNobody;
  // Until then, only a few requests are sent ahead of their responses.
  SteadyTime careful_until_{};
  // The files that this worker has loaded: those that can act in a response.
  Actors actors_;
  FastPath fast_path_;
  // The plugins can have changed since the last rebuild.
  bool fast_path_is_stale_ = true;
  // Messages that the fast path judged and the worker has not been told of.
  size_t not_sent_to_worker_ = 0;
  // Files to load once the request of this number has been answered.
  std::deque<PluginSource> to_load_;
  uint64_t loading_ = 0;
  // Reloads to report to the administrator once they are done (by source: loading an older version
  // in a new worker does not count).
  std::map<uint32_t, std::string> requested_reloads_;
  FilterLog filter_log_;
  size_t wordings_awaited_ = 0;
  std::vector<Note> notes_;

  Moment now_{};
  // The worker was told to shut down: its exit is expected.
  bool shutting_down_ = false;
  // It has answered the shutdown request, and exits.
  bool shutdown_done_ = false;
  LoadReason shutdown_reason_ = LoadReason::restart;
  // Members whose events have crashed workers.
  FaultCounter crash_causers_;
  int failed_starts_ = 0;
  SteadyTime next_start_{};
  // How many workers the event at the head has crashed.
  int crashes_on_head_ = 0;
};

}  // namespace moonroom::ring
