// The judge that asks Lua: keeps every event until the worker process has judged it, and keeps a
// worker alive. Whatever happens to the worker (a loop, a crash, nonsense on its page), there is
// one remedy: kill it, start another with a fresh ring, and ask again from the same event on.
// Nothing is lost and nothing is judged out of order. The event in hand is judged once more without
// the plugin that was running, or refused when that plugin says `fail = "closed"`. A line that
// nobody wants a say in is settled here while nothing waits before it (ring/routine.h).
//
// Its owner calls `flush` once a turn after submitting, `watch` every kWatchInterval while
// `waiting`, and waits on `wake_descriptor` between `prepare_to_sleep` and `awake`.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/fifo.h"
#include "ring/answer_check.h"
#include "ring/docket.h"
#include "ring/plugin_life.h"
#include "ring/plugin_list.h"
#include "ring/routine.h"
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
  void start(std::vector<Load> files, Moment now);
  /// Some plugins are turned off: their commands are not said meanwhile.
  void expect_commands() { plugins_.expect_commands(); }
  /// Has a file loaded that is new, or that is known by its path and has changed; or notes why it
  /// cannot be read. Of many files one at a time is loaded, so that what is said waits for one.
  void load(Load file, Moment now);
  /// Its file has been taken away. Unknown paths are ignored.
  void unload(std::string_view path, Moment now);
  /// Loads a benched or failed plugin again. False when there is none of that name, or its file
  /// could not be read.
  bool resume(std::string_view name, Moment now);
  /// Has all plugins unload, after what is held has been judged. What their `on_unload` returns
  /// comes out of `next`, for the host that loads them next because of `why`.
  void farewell(Moment now, LoadReason why = LoadReason::restart);

  void submit(const room::Event& event, Moment now) override;
  const room::Judged* next() override;
  bool busy() const override;
  /// The wordings that it started with have been loaded or refused: the state's phrases say what
  /// they say.
  bool has_words() const { return words_awaited_ == 0; }
  /// Hands over what was submitted and wakes the worker for it.
  void flush();
  void watch(Moment now);
  /// Questions are open, or a new worker is due: `watch` has something to look at.
  bool waiting() const { return !queue_.empty() || (!worker_.running() && !leaving_); }
  /// All that has been judged has been returned by `next`.
  bool drained() const { return judged_.empty(); }
  bool prepare_to_sleep() { return worker_.prepare_to_sleep(); }
  void awake() { worker_.awake(); }
  void clear_wake() { worker_.clear_wake(); }
  int wake_descriptor() const { return worker_.wake_descriptor(); }

  std::vector<Note> take_notes() { return std::exchange(notes_, {}); }
  const PluginList& plugins() const { return plugins_; }
  /// Null when there is none of that name.
  const PluginRecord* named(std::string_view name) { return plugins_.named(name); }
  /// What a plugin has done and cost until now, also in workers that are dead.
  UseCount use_of(const PluginRecord& plugin) const;
  const Docket& docket() const { return docket_; }
  const process::Child& worker() const { return worker_.process(); }
  uint64_t restarts() const { return worker_.restarts(); }
  size_t held() const { return held_; }

 private:
  void enqueue(Task task, WallTime time);
  Question& next_question(WallTime time);
  bool take_in(Load& file);
  void load_next();
  void load_dependents(Moment now);
  void start_worker();
  void requeue();
  void enqueue_room();
  void enqueue_farewell();
  bool has_events() const;
  Past past(size_t most) const;
  std::vector<room::Joining> here() const;
  room::LineKind kind_of(const room::Event& event) const;
  bool settle(const room::Event& event);
  void settle(const room::Saying& saying, std::string_view name);
  void catch_up();
  enum class Guilt { none, suspected, proven, false_witness };
  void replace_worker(Death death);
  Guilt guilt_of(const Death& death);
  void pass_judgement(const Death& death, Guilt guilt);
  void retry_in_hand(const Death& death, Guilt guilt);
  void retry(Question& question, const Death& death, Guilt guilt);
  void give_up_first_event();
  void blame(const Death& death);
  void note_fault(PluginRecord& plugin, std::string_view who, std::string_view command);
  void bench(PluginRecord& plugin);
  std::string culprit_of(const Question& question) const;
  std::string command_of(const PluginRecord& plugin, const Question& question) const;
  void refuse_repeated_killers(Question& question);
  void leave_out_benched(Question& question);

  void take_answers();
  bool take_answers_of_this_worker();
  void take(std::string_view bytes);
  bool is_sound(const Answer& answer);
  void note_loaded(const Answer& answer);
  void take_faults(const Answer& answer);
  void take_load(const Load& file, Answer& answer);
  void take_unload(const Unload& task, Answer& answer);
  void report_life(const PluginRecord& plugin, const Value& record);
  void take_event(room::Event& event, Answer& answer);
  void take_kept(const room::Verdict& verdict);
  void note(Note::Level level, std::string text);

  Worker worker_;
  room::RoomState& state_;

  // What waits to be judged, oldest first; the first `asked_` stand in the ring too.
  Fifo<Question> queue_;
  size_t asked_ = 0;
  size_t held_ = 0;  // How many of those are events.
  uint64_t last_number_ = 0;
  Fifo<room::Judged> judged_;
  // The latest that was taken out of each, and the latest answer: a line in their memory is said
  // without asking for more.
  Question taken_;
  Answer answer_;
  room::Judged latest_;
  std::string record_;

  PluginList plugins_;
  // The one that was benched last.
  uint32_t benched_ = kNobody;
  // Until then only a few questions are asked ahead of their answers.
  SteadyTime careful_until_{};
  // What this worker has loaded, and who can have acted in the answer in hand.
  Actors actors_;
  Routine routine_;
  // Plugins may have changed since it was made.
  bool routine_is_stale_ = true;
  // How many lines were settled here since the worker was told of any.
  size_t untold_ = 0;
  // What is to be loaded when the question of this number has been answered.
  std::deque<Load> to_load_;
  uint64_t loading_ = 0;
  // Whoever asked for these to be loaded wants to know that they are.
  // (by source: an older version that is loaded again in a new worker is another).
  std::map<uint32_t, std::string> asked_for_;
  Docket docket_;
  size_t words_awaited_ = 0;
  std::vector<Note> notes_;

  Moment now_{};
  // The worker has been told to go: its end is no accident.
  bool leaving_ = false;
  // It has answered the farewell, and ends.
  bool dismissed_ = false;
  LoadReason leaving_for_ = LoadReason::restart;
  // Members whose events have killed workers.
  FaultCounter killers_;
  int barren_starts_ = 0;
  SteadyTime next_start_{};
  // How often the event in hand has cost a worker its life.
  int deaths_in_hand_ = 0;
};

}  // namespace moonroom::ring
