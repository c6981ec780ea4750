// The judge that asks Lua: keeps every event until the worker process has judged it, and keeps a
// worker alive. Whatever happens to the worker (a loop, a crash, nonsense on its page), there is
// one remedy: kill it, start another with a fresh ring, and ask again from the same event on.
// Nothing is lost and nothing is judged out of order. The event in hand is judged once more without
// the plugin that was running, or refused when that plugin says `fail = "closed"`. A line that
// nobody wants a say in is settled here while nothing waits before it (ring/fast_path.h).
//
// Its owner calls `flush` once a turn after submitting, `watch` every kWatchInterval while
// `waiting`, and waits on `wake_descriptor` between `arm_wakeup` and `awake`.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/fifo.h"
#include "ring/fast_path.h"
#include "ring/filter_log.h"
#include "ring/plugin_lifecycle.h"
#include "ring/plugin_registry.h"
#include "ring/response_validation.h"
#include "ring/worker.h"
#include "room/judge.h"
#include "room/state.h"

namespace moonroom::ring {

/// What is worth telling the administrator.
struct Note {
  enum class Level { information, warning, error };
  Level level = Level::information;
  std::string text;
};

class WorkerJudge : public room::Judge {
 public:
  /// `state` must outlive the judge. Workers that start late, or were not asked for a while, are
  /// told of it; its phrases become those of the wording.
  WorkerJudge(WorkerSettings settings, room::RoomState& state);

  /// Starts the first worker and has it load these.
  void start(std::vector<PluginSource> files, Moment now);
  /// Some plugins are turned off: their commands are not said meanwhile.
  void expect_commands() { plugins_.expect_commands(); }
  /// Has a file loaded that is new, or that is known by its path and has changed; or notes why it
  /// cannot be read. Of many files one at a time is loaded, so that what is said waits for one.
  void load(PluginSource file, Moment now);
  /// Its file has been taken away. Unknown paths are ignored.
  void unload(std::string_view path, Moment now);
  /// Loads a benched or failed plugin again. False when there is none of that name, or its file
  /// could not be read.
  bool resume(std::string_view name, Moment now);
  /// Has all plugins unload, after what is held has been judged. What their `on_unload` returns
  /// comes out of `next`, for the host that loads them next because of `why`.
  void shutdown(Moment now, LoadReason why = LoadReason::restart);

  void submit(const room::Event& event, Moment now) override;
  const room::Judged* next() override;
  bool busy() const override;
  /// The wordings that it started with have been loaded or refused: the state's phrases say what
  /// they say.
  bool has_wording() const { return wordings_awaited_ == 0; }
  /// Hands over what was submitted and wakes the worker for it.
  void flush();
  void check_worker(Moment now);
  /// Requests are open, or a new worker is due: `watch` has something to look at.
  bool waiting() const { return !queue_.empty() || (!worker_.running() && !shutting_down_); }
  /// All that has been judged has been returned by `next`.
  bool is_drained() const { return judged_.empty(); }
  bool arm_wakeup() { return worker_.arm_wakeup(); }
  void disarm_wakeup() { worker_.disarm_wakeup(); }
  void clear_wake() { worker_.clear_wake(); }
  int wake_descriptor() const { return worker_.wake_descriptor(); }

  std::vector<Note> drain_notes() { return std::exchange(notes_, {}); }
  const PluginRegistry& plugins() const { return plugins_; }
  /// Null when there is none of that name.
  const PluginEntry* find_by_name(std::string_view name) { return plugins_.find_by_name(name); }
  /// What a plugin has done and cost until now, also in workers that are dead.
  PluginCounters counters_of(const PluginEntry& plugin) const;
  const FilterLog& filter_log() const { return filter_log_; }
  const process::Child& worker() const { return worker_.process(); }
  uint64_t restarts() const { return worker_.restarts(); }
  size_t held() const { return held_; }

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
  HistorySync history_sync(size_t most) const;
  std::vector<room::JoinEvent> member_sync() const;
  room::LineKind kind_of(const room::Event& event) const;
  bool try_fast_path(const room::Event& event);
  void try_fast_path(const room::MessageEvent& saying, std::string_view name);
  void sync_history();
  enum class Blame { none, suspect, culprit, impossible };
  void replace_worker(Death death);
  Blame attribute_crash(const Death& death);
  void record_crash(const Death& death, Blame blame);
  void retry_head(const Death& death, Blame blame);
  void retry(Request& request, const Death& death, Blame blame);
  void drop_head();
  void blame_plugin(const Death& death);
  void note_fault(PluginEntry& plugin, std::string_view who, std::string_view command);
  void bench(PluginEntry& plugin);
  std::string cause_of(const Request& request) const;
  std::string command_of(const PluginEntry& plugin, const Request& request) const;
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

  // What waits to be judged, oldest first; the first `asked_` stand in the ring too.
  Fifo<Request> queue_;
  size_t sent_ = 0;
  size_t held_ = 0;  // How many of those are events.
  uint64_t last_number_ = 0;
  Fifo<room::Judged> judged_;
  // The latest that was taken out of each, and the latest answer: a line in their memory is said
  // without asking for more.
  Request answered_;
  Response response_;
  room::Judged latest_;
  std::string record_;

  PluginRegistry plugins_;
  // The one that was benched last.
  uint32_t benched_ = kNobody;
  // Until then only a few requests are asked ahead of their answers.
  SteadyTime careful_until_{};
  // What this worker has loaded, and who can have acted in the response in hand.
  Actors actors_;
  FastPath fast_path_;
  // Plugins may have changed since it was made.
  bool fast_path_is_stale_ = true;
  // How many lines were settled here since the worker was told of any.
  size_t not_sent_to_worker_ = 0;
  // What is to be loaded when the request of this number has been answered.
  std::deque<PluginSource> to_load_;
  uint64_t loading_ = 0;
  // Whoever asked for these to be loaded wants to know that they are.
  // (by source: an older version that is loaded again in a new worker is another).
  std::map<uint32_t, std::string> requested_reloads_;
  FilterLog filter_log_;
  size_t wordings_awaited_ = 0;
  std::vector<Note> notes_;

  Moment now_{};
  // The worker has been told to go: its end is no accident.
  bool shutting_down_ = false;
  // It has answered the shutdown request, and exits.
  bool shutdown_done_ = false;
  LoadReason shutdown_reason_ = LoadReason::restart;
  // Members whose events have killed workers.
  FaultCounter crash_causers_;
  int failed_starts_ = 0;
  SteadyTime next_start_{};
  // How often the event in hand has cost a worker its life.
  int crashes_on_head_ = 0;
};

}  // namespace moonroom::ring
