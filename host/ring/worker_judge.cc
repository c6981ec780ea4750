#include "ring/worker_judge.h"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>
#include <utility>

#include "ring/answer_check.h"

namespace moonroom::ring {
namespace {

// More than this waiting is not a burst but a worker that cannot keep up: new lines are refused,
// which their authors see, instead of growing old in a queue.
constexpr size_t kMostHeld = 1024;

// A worker that never comes up is tried again, but not in a tight loop.
constexpr int kBarrenStarts = 3;
constexpr auto kPauseBetweenStarts = std::chrono::seconds(1);

// An event that has cost this many workers is given up: its author is told to try again.
constexpr int kMostDeaths = 4;

// An honest worker keeps less, by bytes.
constexpr size_t kMostKept = 10'000;

// What a worker that starts late is told of what was said: as much as fits one record.
constexpr size_t kPastBytes = kMaxRecord / 2;

room::Event* event_of(Question& question) {
  return std::get_if<room::Event>(&question.task);
}

// It would call what has died with its worker.
bool calls_back(Question& question) {
  const auto* event = event_of(question);
  return event && (std::holds_alternative<room::TimerDue>(*event) ||
                   std::holds_alternative<room::JobDone>(*event));
}

}  // namespace

WorkerJudge::WorkerJudge(WorkerSettings settings, std::function<std::vector<room::Entry>()> past)
    : worker_(std::move(settings)), past_(std::move(past)) {}

void WorkerJudge::start(std::vector<Load> files, const std::vector<room::Seat>& here, Moment now) {
  now_ = now;
  for (const auto& seat : here)
    roster_[seat.who] = {seat.who, seat.name, seat.endpoint, room::Conflict::none};
  for (auto& file : files) plugins_.take(std::move(file));
  start_worker();
}

// ── Questions go out ────────────────────────────────────────────────────────────────────────────

void WorkerJudge::enqueue(Task task, WallTime time) {
  queue_.push_back({++last_number_, kNobody, false, time, std::move(task)});
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
    auto& question = queue_[asked_];
    const auto* event = event_of(question);
    question.refuse = question.refuse || (event && plugins_.refuses(*event));
    encode(question, record_);
    if (!worker_.ask(record_)) break;
    ++asked_;
  }
  if (asked_ != before) worker_.wake();
}

void WorkerJudge::load(Load file, Moment now) {
  now_ = now;
  const bool words = file.role == Role::wording || file.role == Role::settings;
  auto version = plugins_.take(std::move(file));
  asked_for_.insert(version.id);
  enqueue(std::move(version), now.wall);
  if (words) load_dependents(now);
}

// Whoever's settings have not changed stays as he is; whoever failed may have failed because of
// them.
void WorkerJudge::load_dependents(Moment now) {
  for (auto& plugin : plugins_.all()) {
    const bool runs = plugin.file.role == Role::plugin || plugin.file.role == Role::script;
    if (!runs || plugin.state == State::benched || plugin.state == State::gone) continue;
    if (plugin.state == State::failed) {
      plugin.state = State::loading;
      plugin.reason.clear();
    }
    Load again = plugin.wanted ? *plugin.wanted : plugin.file;
    again.only_if_changed = true;
    enqueue(std::move(again), now.wall);
  }
}

void WorkerJudge::unload(std::string_view path, Moment now) {
  now_ = now;
  for (auto& plugin : plugins_.all()) {
    if (plugin.file.path != path || plugin.state == State::gone) continue;
    plugin.state = State::gone;
    plugin.wanted.reset();
    enqueue(Unload{plugin.file.id}, now.wall);
    note(Note::Level::information, fmt::format("{} is gone and has been unloaded", path));
  }
}

bool WorkerJudge::resume(std::string_view name, Moment now) {
  const auto* plugin = plugins_.named(name);
  if (plugin) load(plugin->file, now);
  return plugin != nullptr;
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
  while (const auto bytes = worker_.next_answer()) take(*bytes);
  worker_.wake_for_room();
}

void WorkerJudge::take(std::string_view bytes) {
  auto answer = decode_answer(bytes);
  const bool expected = answer && asked_ > 0 && queue_.front().number == answer->number;
  if (!expected || !believable(*answer))
    return replace_worker(worker_.kill("wrote what no worker writes"));
  barren_starts_ = 0;
  auto question = std::move(queue_.front());
  queue_.pop_front();
  --asked_;
  take_faults(*answer);
  take_kept(answer->verdict);
  if (auto* event = event_of(question)) return take_event(std::move(*event), std::move(*answer));
  if (const auto* file = std::get_if<Load>(&question.task)) take_load(*file, *answer);
  judged_.push_back({room::Tended{}, {true, {}, std::move(answer->verdict.actions)}});
}

void WorkerJudge::take_faults(const Answer& answer) {
  for (const auto& fault : answer.faults) {
    auto* plugin = plugins_.find(fault.plugin);
    note(Note::Level::error,
         plugin ? fmt::format("{}: {}", plugin->file.name, fault.what) : fault.what);
    if (plugin) note_fault(*plugin);
  }
}

void WorkerJudge::take_event(room::Event event, Answer answer) {
  --held_;
  deaths_in_hand_ = 0;
  if (const auto* joining = std::get_if<room::Joining>(&event); joining && answer.verdict.passed)
    roster_.insert_or_assign(joining->who, *joining);
  if (const auto* leaving = std::get_if<room::Leaving>(&event)) roster_.erase(leaving->who);
  if (const auto* saying = std::get_if<room::Saying>(&event); saying && !answer.marks.empty()) {
    const auto author = roster_.find(saying->who);
    docket_.note(*saying, author == roster_.end() ? "?" : author->second.name,
                 std::move(answer.marks));
  }
  judged_.push_back({std::move(event), std::move(answer.verdict)});
}

// The next worker is given what this one's plugins have kept.
void WorkerJudge::take_kept(const room::Verdict& verdict) {
  for (const auto& action : verdict.actions) {
    const auto* keep = std::get_if<room::Keep>(&action);
    auto* plugin = keep ? plugins_.find(keep->owner) : nullptr;
    if (!plugin) continue;
    auto& fields = std::get<Table>(plugin->file.kept.data).fields;
    if (keep->value.is_nil())
      fields.erase(keep->key);
    else if (fields.size() < kMostKept || fields.contains(keep->key))
      fields.insert_or_assign(keep->key, keep->value);
  }
}

void WorkerJudge::take_load(const Load& file, Answer& answer) {
  const auto words = plugins_.loaded(file, answer.verdict.passed, answer.verdict.reason,
                                     std::move(answer.details));
  const bool asked_for = asked_for_.erase(file.id) > 0;
  if (!words.empty()) return note(Note::Level::error, words);
  if (asked_for) note(Note::Level::information, file.path + " is live");
  const auto* plugin = plugins_.find(file.id);
  if (file.role != Role::wording || !plugin) return;
  phrases_ = room::phrases_of(plugin->details);
}

void WorkerJudge::note(Note::Level level, std::string text) {
  notes_.push_back({level, std::move(text)});
}

// ── The worker is kept alive ────────────────────────────────────────────────────────────────────

// A system that has no process or no memory to give now may have one in a moment.
void WorkerJudge::start_worker() {
  try {
    worker_.start(now_.steady);
    asked_ = 0;
    requeue();
    flush();
  } catch (const std::system_error& error) {
    note(Note::Level::error, fmt::format("no plugin worker can be started: {}", error.what()));
    next_start_ = now_.steady + kPauseBetweenStarts;
  }
}

// What a new worker must know stands before what waits to be judged.
void WorkerJudge::requeue() {
  std::deque<Question> waiting = std::exchange(queue_, {});
  for (auto& file : plugins_.to_load()) enqueue(std::move(file), now_.wall);
  for (const auto& [id, member] : roster_) enqueue(Present{member}, now_.wall);
  if (auto told = past(); !told.entries.empty()) enqueue(std::move(told), now_.wall);
  for (auto& question : waiting) {
    if (calls_back(question)) {
      --held_;
      judged_.push_back({std::move(*event_of(question)), {}});
      continue;
    }
    if (!event_of(question) && !std::holds_alternative<Farewell>(question.task)) continue;
    question.number = ++last_number_;
    queue_.push_back(std::move(question));
  }
}

// The latest of what everybody heard, with what has been judged and not been posted yet.
Past WorkerJudge::past() const {
  Past past;
  size_t bytes = 0;
  auto entries = past_ ? past_() : std::vector<room::Entry>();
  for (const auto& judged : judged_)
    for (const auto& action : judged.verdict.actions)
      if (const auto* post = std::get_if<room::Post>(&action))
        entries.push_back({entries.empty() ? 1 : entries.back().number + 1, now_.wall, *post});
  for (auto it = entries.rbegin(); it != entries.rend(); ++it) {
    bytes += it->post.line.size() + it->post.text.size() + it->post.from.size() + 64;
    if (bytes > kPastBytes) break;
    past.entries.insert(past.entries.begin(), *it);
  }
  return past;
}

void WorkerJudge::replace_worker(Death death) {
  // No plugin ran, but it died of taking a file in: that file is the guilty one.
  const auto* file = queue_.empty() ? nullptr : std::get_if<Load>(&queue_.front().task);
  if (file && death.plugin == kNobody && !death.from_outside && worker_.ready())
    death.plugin = file->id;
  for (auto& plugin : plugins_.all()) plugin.past += worker_.use(plugin.file.id);
  judged_.push_back({room::Tended{}, {true, {}, {room::ForgetCallbacks{}}}});
  const auto guilt = guilt_of(death);
  pass_judgement(death, guilt);
  retry_in_hand(death, guilt);
  if (!worker_.ready() && ++barren_starts_ >= kBarrenStarts) {
    next_start_ = now_.steady + kPauseBetweenStarts;
    asked_ = 0;
    return;
  }
  start_worker();
}

// The only witness is the dead worker's page, and whoever broke the worker may have written there.
// So a script, without which nobody talks, is not believed to be guilty until it has been alone
// with the event; and one that was left out cannot have run.
WorkerJudge::Guilt WorkerJudge::guilt_of(const Death& death) {
  const auto* plugin = plugins_.find(death.plugin);
  // Somebody who kills a worker from outside meets whatever plugin runs; the same event costing two
  // workers is no such accident.
  if (!plugin || (death.from_outside && deaths_in_hand_ == 0)) return Guilt::none;
  const auto* question = queue_.empty() ? nullptr : &queue_.front();
  if (!question || !event_of(queue_.front())) return Guilt::proven;
  const bool script = plugin->file.role == Role::script;
  const bool left_out =
      question->without == death.plugin || (question->without == kPlugins && !script);
  if (left_out) return Guilt::false_witness;
  return script && question->without != kPlugins ? Guilt::suspected : Guilt::proven;
}

void WorkerJudge::pass_judgement(const Death& death, Guilt guilt) {
  if (guilt == Guilt::proven) return blame(death);
  if (guilt == Guilt::false_witness) plugins_.acquit(*plugins_.find(death.plugin));
  note(Note::Level::warning, fmt::format("the plugin worker {}; started again", death.how));
}

void WorkerJudge::retry_in_hand(const Death& death, Guilt guilt) {
  if (queue_.empty()) return;
  auto& question = queue_.front();
  if (const auto* file = std::get_if<Load>(&question.task); file && file->id == death.plugin)
    plugins_.died_loading(*file);
  if (event_of(question)) retry(question, death, guilt);
  // What a worker that spoils its page died of may be any event that it was asked.
  if (guilt == Guilt::proven && !event_of(question)) return;
  if (++deaths_in_hand_ >= kMostDeaths) give_up_first_event();
}

void WorkerJudge::retry(Question& question, const Death& death, Guilt guilt) {
  const bool by_scripts_alone = guilt == Guilt::suspected || guilt == Guilt::false_witness;
  question.without = by_scripts_alone         ? kPlugins
                     : guilt == Guilt::proven ? death.plugin
                                              : question.without;
  const auto filter = filter_of(*event_of(question));
  const auto& all = plugins_.all();
  question.refuse = std::any_of(all.begin(), all.end(), [&](const PluginRecord& plugin) {
    const bool left_out = question.without == plugin.file.id ||
                          (by_scripts_alone && plugin.file.role == Role::plugin);
    return left_out && plugin.state == State::on && plugin.closes(filter);
  });
}

// Its author is told to try again.
void WorkerJudge::give_up_first_event() {
  const auto asked = queue_.begin() + static_cast<std::ptrdiff_t>(asked_);
  const auto found =
      std::find_if(queue_.begin(), asked, [](Question& each) { return event_of(each); });
  if (found == asked) return;
  Answer given_up;
  given_up.verdict = {false, phrases_.busy, {}};
  auto event = std::move(*event_of(*found));
  queue_.erase(found);
  take_event(std::move(event), std::move(given_up));
}

void WorkerJudge::blame(const Death& death) {
  auto& plugin = *plugins_.find(death.plugin);
  note(Note::Level::error, fmt::format("{}: the plugin worker {} while this plugin ran; "
                                       "started again",
                                       plugin.file.path, death.how));
  note_fault(plugin);
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
  const auto death = worker_.look(!queue_.empty(), now.steady);
  if (!death) return;
  const auto starts = worker_.restarts();
  take_answers();  // Its last words count.
  if ((leaving_ && queue_.empty()) || worker_.restarts() != starts) return;
  replace_worker(*death);
}

UseCount WorkerJudge::use_of(const PluginRecord& plugin) const {
  UseCount use = plugin.past;
  if (worker_.running()) use += worker_.use(plugin.file.id);
  return use;
}

}  // namespace moonroom::ring
