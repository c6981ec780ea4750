#include "ring/worker_judge.h"

#include <fmt/format.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "ring/answer_check.h"

namespace moonroom::ring {
namespace {

// More than this waiting is not a burst but a worker that cannot keep up: new lines are refused,
// which their authors see, instead of growing old in a queue.
constexpr size_t kMostHeld = 1024;

// A busy machine may leave the worker without a CPU for a while; this long means that it is stuck
// (or stopped) even though it has used none.
constexpr auto kWallPatience = std::chrono::milliseconds(500);

// No event needs longer, whatever signs of progress a worker gives.
constexpr auto kAnswerPatience = std::chrono::seconds(2);

// From exec to the first answer, on a machine that is starting everything at once.
constexpr auto kStartPatience = std::chrono::seconds(5);

// A worker that never comes up is tried again, but not in a tight loop.
constexpr int kBarrenStarts = 3;
constexpr auto kPauseBetweenStarts = std::chrono::seconds(1);

// An event that has cost this many workers is given up: its author is told to try again.
constexpr int kMostDeaths = 4;

bool is_event(const Question& question) {
  return std::holds_alternative<room::Event>(question.task);
}

std::string phrase(const Value& words, std::string_view key, std::string fallback) {
  const auto text = words.text_at(key);
  return text.empty() ? std::move(fallback) : std::string(text);
}

room::Phrases phrases_of(const Value& words) {
  const room::Phrases fallback;
  return {phrase(words, "refused", fallback.refused),
          phrase(words, "full", fallback.full),
          phrase(words, "busy", fallback.busy),
          phrase(words, "slow", fallback.slow),
          phrase(words, "too_many_logins", fallback.too_many_logins),
          phrase(words, "too_long", fallback.too_long),
          phrase(words, "closing", fallback.closing)};
}

}  // namespace

WorkerJudge::WorkerJudge(std::string program, std::chrono::milliseconds hook_budget)
    : program_(std::move(program)),
      hook_budget_(hook_budget),
      wake_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
  if (!wake_) throw std::system_error(errno, std::generic_category(), "eventfd");
}

void WorkerJudge::start(std::vector<Load> files, Moment now) {
  now_ = now;
  for (auto& file : files) plugins_.add(std::move(file));
  start_worker();
}

// ── Questions go out ────────────────────────────────────────────────────────────────────────────

void WorkerJudge::enqueue(Task task, WallTime time) {
  queue_.push_back({++last_number_, kNobody, time, std::move(task)});
}

void WorkerJudge::submit(room::Event event, Moment now) {
  now_ = now;
  enqueue(std::move(event), now.wall);
  ++held_;
}

bool WorkerJudge::busy() const {
  return held_ >= kMostHeld;
}

void WorkerJudge::flush() {
  if (!worker_.running()) return;
  const size_t before = asked_;
  while (asked_ < queue_.size()) {
    encode(queue_[asked_], record_);
    if (!ring_->ask(record_)) break;
    ++asked_;
  }
  if (asked_ != before) ring_->wake_worker();
}

bool WorkerJudge::resume(std::string_view name, Moment now) {
  const auto* plugin = plugins_.named(name);
  if (plugin) load(plugin->file, now);
  return plugin != nullptr;
}

void WorkerJudge::load(Load file, Moment now) {
  auto* plugin = plugins_.find(file.id);
  if (!plugin) return;
  plugin->file = std::move(file);
  plugin->state = State::loading;
  plugin->recent.clear();
  enqueue(plugin->file, now.wall);
}

void WorkerJudge::farewell(Moment now) {
  leaving_ = true;
  enqueue(Farewell{}, now.wall);
}

// ── Answers come in ─────────────────────────────────────────────────────────────────────────────

std::optional<room::Judged> WorkerJudge::next() {
  if (judged_.empty()) take_answers();
  if (judged_.empty()) return std::nullopt;
  auto judged = std::move(judged_.front());
  judged_.pop_front();
  return judged;
}

void WorkerJudge::take_answers() {
  while (const auto bytes = ring_ ? ring_->next_answer() : std::nullopt) take(*bytes);
}

void WorkerJudge::take(std::string_view bytes) {
  auto answer = decode_answer(bytes);
  const bool expected = answer && asked_ > 0 && queue_.front().number == answer->number;
  if (!expected || !believable(*answer)) return replace_worker("wrote what no worker writes");
  ready_ = true;
  barren_starts_ = 0;
  ++answers_;
  auto question = std::move(queue_.front());
  queue_.pop_front();
  --asked_;
  for (const auto& fault : answer->faults) {
    auto* plugin = plugins_.find(fault.plugin);
    note(Note::Level::error,
         plugin ? fmt::format("{}: {}", plugin->file.name, fault.what) : fault.what);
    if (plugin) note_fault(*plugin);
  }
  if (auto* event = std::get_if<room::Event>(&question.task))
    return take_event(std::move(*event), std::move(answer->verdict));
  if (const auto* file = std::get_if<Load>(&question.task)) take_load(*file, *answer);
  judged_.push_back({room::Tended{}, {true, {}, std::move(answer->verdict.actions)}});
}

void WorkerJudge::take_event(room::Event event, room::Verdict verdict) {
  --held_;
  deaths_in_hand_ = 0;
  if (const auto* joining = std::get_if<room::Joining>(&event); joining && verdict.passed)
    roster_.insert_or_assign(joining->who, *joining);
  if (const auto* leaving = std::get_if<room::Leaving>(&event)) roster_.erase(leaving->who);
  judged_.push_back({std::move(event), std::move(verdict)});
}

void WorkerJudge::take_load(const Load& file, const Answer& answer) {
  auto* plugin = plugins_.find(file.id);
  if (!plugin) return;
  plugin->details = answer.details;
  plugin->state = answer.verdict.passed ? State::on : State::failed;
  plugin->reason = answer.verdict.reason;
  if (!answer.verdict.passed) return note(Note::Level::error, plugin->reason);
  if (file.role == Role::wording) {
    const auto* table = answer.details.table();
    const auto* words = table ? table->field("host") : nullptr;
    phrases_ = phrases_of(words ? *words : Value());
  }
}

void WorkerJudge::note(Note::Level level, std::string text) {
  notes_.push_back({level, std::move(text)});
}

// ── The worker is kept alive ────────────────────────────────────────────────────────────────────

void WorkerJudge::awake() {
  if (ring_) ring_->awake();
}

void WorkerJudge::clear_wake() {
  uint64_t count = 0;
  // Nothing to read means that it was cleared already.
  [[maybe_unused]] const auto size = ::read(wake_.get(), &count, sizeof count);
}

// A system that has no process or no memory to give now may have one in a moment.
void WorkerJudge::start_worker() {
  try {
    spawn_worker();
  } catch (const std::system_error& error) {
    note(Note::Level::error, fmt::format("no plugin worker can be started: {}", error.what()));
    next_start_ = now_.steady + kPauseBetweenStarts;
  }
}

void WorkerJudge::spawn_worker() {
  ring_ = std::make_unique<RelayEnd>();
  asked_ = 0;
  ready_ = false;
  seen_answers_ = answers_;
  seen_steps_ = 0;
  progress_at_ = answer_at_ = now_.steady;
  progress_cpu_ = {};
  requeue();
  process::Program program{program_, {"plugin-worker", std::to_string(::getpid())}, {}};
  program.descriptors = {
      {ring_->relay_page(), kRelayPage}, {ring_->worker_page(), kWorkerPage}, {wake_.get(), kWake}};
  worker_ = process::Child::spawn(program);
  flush();
}

// What a new worker must know stands before what waits to be judged.
void WorkerJudge::requeue() {
  std::deque<Question> waiting = std::exchange(queue_, {});
  for (auto& file : plugins_.to_load()) enqueue(std::move(file), now_.wall);
  for (const auto& [id, member] : roster_) enqueue(Present{member}, now_.wall);
  for (auto& question : waiting) {
    if (!is_event(question) && !std::holds_alternative<Farewell>(question.task)) continue;
    question.number = ++last_number_;
    queue_.push_back(std::move(question));
  }
}

void WorkerJudge::replace_worker(std::string_view how) {
  const uint32_t guilty = ring_->running_plugin();
  if (worker_.running()) worker_.finish(std::chrono::milliseconds(0));
  blame(guilty, how);
  ++restarts_;
  if (!queue_.empty() && is_event(queue_.front())) {
    queue_.front().without = plugins_.find(guilty) ? guilty : kNobody;
    if (++deaths_in_hand_ >= kMostDeaths) {
      take_event(std::move(std::get<room::Event>(queue_.front().task)), {false, phrases_.busy, {}});
      queue_.pop_front();
    }
  }
  if (!ready_ && ++barren_starts_ >= kBarrenStarts) {
    next_start_ = now_.steady + kPauseBetweenStarts;
    asked_ = 0;
    return;
  }
  start_worker();
}

void WorkerJudge::blame(uint32_t id, std::string_view how) {
  auto* plugin = plugins_.find(id);
  if (!plugin)
    return note(Note::Level::warning, fmt::format("the plugin worker {}; started again", how));
  note(Note::Level::error, fmt::format("{}: the plugin worker {} while this plugin ran; "
                                       "started again",
                                       plugin->file.path, how));
  note_fault(*plugin);
}

void WorkerJudge::note_fault(PluginRecord& plugin) {
  if (!plugins_.fault(plugin, now_.steady)) return;
  plugin.reason = fmt::format("{} faults within a minute", plugin.recent.size());
  note(Note::Level::error, fmt::format("{} is benched: {}; /plugin resume {} when it is mended",
                                       plugin.file.path, plugin.reason, plugin.file.name));
  if (worker_.running()) enqueue(Unload{plugin.file.id}, now_.wall);
}

void WorkerJudge::watch(Moment now) {
  now_ = now;
  if (leaving_ && queue_.empty()) return;
  if (!worker_.running()) {
    if (now.steady >= next_start_) start_worker();
    return;
  }
  if (const auto exit = worker_.reap()) {
    take_answers();  // Its last words count.
    if (leaving_ && queue_.empty()) return;
    return replace_worker("ended: " + to_string(*exit));
  }
  if (ring_->broken()) return replace_worker("wrote nonsense on its page");
  const auto steps = ring_->steps();
  if (answers_ != seen_answers_ || queue_.empty()) answer_at_ = now.steady;
  if (answers_ != seen_answers_ || steps != seen_steps_ || queue_.empty()) {
    seen_answers_ = answers_;
    seen_steps_ = steps;
    progress_at_ = now.steady;
    progress_cpu_ = worker_.cpu_time();
  }
  const auto still = now.steady - progress_at_;
  const auto budget = ready_ ? hook_budget_ : Duration(kStartPatience);
  const bool spent = still >= budget && worker_.cpu_time() - progress_cpu_ >= budget;
  const bool stuck = still >= std::max<Duration>(budget, kWallPatience);
  if (spent || stuck || now.steady - answer_at_ >= std::max<Duration>(budget, kAnswerPatience))
    replace_worker(
        fmt::format("stood still for {} ms",
                    std::chrono::duration_cast<std::chrono::milliseconds>(still).count()));
}

}  // namespace moonroom::ring
