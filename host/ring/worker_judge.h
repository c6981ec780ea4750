// The judge that asks Lua: keeps every event until the worker process has judged it, and keeps a
// worker alive. Whatever happens to the worker (a loop, a crash, nonsense on its page), there is
// one remedy: kill it, start another with a fresh ring, and ask again from the same event on.
// Nothing is lost and nothing is judged out of order. The event in hand is judged once more without
// the plugin that was running.
//
// Its owner calls `flush` once a turn after submitting, `watch` every kWatchInterval while
// `waiting`, and waits on `wake_descriptor` between `prepare_to_sleep` and `awake`.
#pragma once

#include <chrono>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/unique_fd.h"
#include "process/child.h"
#include "ring/plugin_list.h"
#include "ring/relay_end.h"
#include "room/judge.h"

namespace moonroom::ring {

/// How often a worker that owes an answer is looked at: a fifth of the default budget.
constexpr auto kWatchInterval = std::chrono::milliseconds(10);

/// What is worth telling the administrator.
struct Note {
  enum class Level { information, warning, error };
  Level level = Level::information;
  std::string text;
};

class WorkerJudge : public room::Judge {
 public:
  /// `program` becomes the worker when it is started with the words that `start_worker` gives it.
  /// `hook_budget` is how long one call into a plugin may take.
  WorkerJudge(std::string program, std::chrono::milliseconds hook_budget);

  /// Starts the first worker and has it load these.
  void start(std::vector<Load> files, Moment now);
  /// Loads a benched or failed plugin again. False when there is none of that name.
  bool resume(std::string_view name, Moment now);
  /// Has a file of a plugin that is known loaded again, as it is now.
  void load(Load file, Moment now);
  /// Null when there is none of that name.
  const PluginRecord* named(std::string_view name) { return plugins_.named(name); }
  /// Has all plugins unload, after what is held has been judged.
  void farewell(Moment now);

  void submit(room::Event event, Moment now) override;
  std::optional<room::Judged> next() override;
  bool busy() const override;
  const room::Phrases& phrases() const override { return phrases_; }

  /// Hands over what was submitted and wakes the worker for it.
  void flush();
  void watch(Moment now);
  /// Questions are open, or a new worker is due: `watch` has something to look at.
  bool waiting() const { return !queue_.empty() || (!worker_.running() && !leaving_); }
  bool prepare_to_sleep() { return !ring_ || ring_->prepare_to_sleep(); }
  void awake();
  /// When the wake descriptor is readable: until it is cleared it stays so.
  void clear_wake();
  int wake_descriptor() const { return wake_.get(); }

  std::vector<Note> take_notes() { return std::exchange(notes_, {}); }
  const PluginList& plugins() const { return plugins_; }
  const process::Child& worker() const { return worker_; }
  /// How many workers have been started after the first; grows when timers have died with one.
  uint64_t restarts() const { return restarts_; }
  size_t held() const { return held_; }

 private:
  void enqueue(Task task, WallTime time);
  void start_worker();
  void spawn_worker();
  void replace_worker(std::string_view how);
  void blame(uint32_t id, std::string_view how);
  void note_fault(PluginRecord& plugin);
  void requeue();

  void take_answers();
  void take(std::string_view bytes);
  void take_load(const Load& file, const Answer& answer);
  void take_event(room::Event event, room::Verdict verdict);
  void note(Note::Level level, std::string text);

  std::string program_;
  Duration hook_budget_;
  UniqueFd wake_;
  std::unique_ptr<RelayEnd> ring_;
  process::Child worker_;
  uint64_t restarts_ = 0;

  // What waits to be judged, oldest first; the first `asked_` stand in the ring too.
  std::deque<Question> queue_;
  size_t asked_ = 0;
  size_t held_ = 0;  // How many of those are events.
  uint64_t last_number_ = 0;
  std::deque<room::Judged> judged_;
  std::string record_;

  PluginList plugins_;
  room::Phrases phrases_;
  // Who is in the room by what the worker has judged: for the next one.
  std::map<room::MemberId, room::Joining> roster_;
  std::vector<Note> notes_;

  // The last sign of life, and what the worker had used of its CPU then.
  Moment now_{};
  uint64_t answers_ = 0;
  uint64_t seen_answers_ = 0;
  uint64_t seen_steps_ = 0;
  SteadyTime progress_at_{};
  SteadyTime answer_at_{};
  std::chrono::nanoseconds progress_cpu_{};
  bool ready_ = false;
  // The worker has been told to go: its end is no accident.
  bool leaving_ = false;
  int barren_starts_ = 0;
  SteadyTime next_start_{};
  // How often the event in hand has cost a worker its life.
  int deaths_in_hand_ = 0;
};

}  // namespace moonroom::ring
