#include "ring/worker_judge.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "ring/answer_check.h"

namespace moonroom::ring {
namespace {

// More than this waiting is not a burst but a worker that cannot keep up: new lines are refused,
// which their authors see, instead of growing old in a queue.
constexpr size_t kMostHeld = 1024;

// After a fault, so few questions are in the ring: each may fail again and cost its time, and a
// plugin that is benched is left out of those that are not in the ring yet.
constexpr size_t kAskedWithCare = 4;

// A crowd that comes in at once leaves room for a thousand behind; a busy room needs less.
constexpr size_t kCalm = 256;

// An honest worker keeps less, by bytes.
constexpr size_t kMostKept = 10'000;

}  // namespace

WorkerJudge::WorkerJudge(WorkerSettings settings, room::RoomState& state)
    : worker_(std::move(settings)), state_(state) {}

void WorkerJudge::start(std::vector<Load> files, Moment now) {
  now_ = now;
  words_awaited_ =
      static_cast<size_t>(std::count_if(files.begin(), files.end(), [](const Load& file) {
        return file.role == Role::wording && file.problem.empty();
      }));
  for (auto& file : files) take_in(file);
  start_worker();
}

// ── Questions go out ────────────────────────────────────────────────────────────────────────────

// What is no event may change what plugins want to see.
void WorkerJudge::enqueue(Task task, WallTime time) {
  routine_is_stale_ = true;
  catch_up();
  next_question(time).task = std::move(task);
}

// Whoever looks back is to see what was said meanwhile.
void WorkerJudge::catch_up() {
  if (untold_ == 0) return;
  auto missed = past(std::min(std::exchange(untold_, 0), kMostPast));
  next_question(now_.wall).task = std::move(missed);
}

Question& WorkerJudge::next_question(WallTime time) {
  auto& question = queue_.next_slot();
  question.number = ++last_number_;
  question.without = kNobody;
  question.refuse = false;
  question.line = room::LineKind::said;
  question.time = time;
  return question;
}

void WorkerJudge::submit(const room::Event& event, Moment now) {
  now_ = now;
  if (settle(event)) return;
  catch_up();
  next_question(now.wall).task = event;
  ++held_;
}

room::LineKind WorkerJudge::kind_of(const room::Event& event) const {
  const auto* saying = std::get_if<room::Saying>(&event);
  if (!saying || !room::may_be_command(saying->text)) return room::LineKind::said;
  return room::kind_of(saying->text, plugins_.commands());
}

bool WorkerJudge::settle(const room::Event& event) {
  const auto* saying = std::get_if<room::Saying>(&event);
  if (!saying || !queue_.empty()) return false;
  if (std::exchange(routine_is_stale_, false)) routine_.learn(plugins_.all());
  // Also a doubled slash is the worker's: it knows which one is said.
  if (room::may_be_command(saying->text) && !plugins_.commands().empty()) return false;
  const auto author = state_.room.name_of_admitted(saying->who);
  if (author.empty() || !routine_.covers(saying->text, author)) return false;
  settle(*saying, author);
  return true;
}

void WorkerJudge::settle(const room::Saying& saying, std::string_view name) {
  auto& judged = judged_.next_slot();
  judged.event = saying;
  routine_.settle({saying.who, name, saying.text}, judged.verdict);
  ++plugins_.find(routine_.owner())->past.calls;
  ++untold_;
}

bool WorkerJudge::busy() const {
  return held_ + judged_.size() >= kMostHeld;
}

void WorkerJudge::flush() {
  if (!worker_.running()) return;
  const size_t before = asked_;
  const size_t most = now_.steady < careful_until_ ? kAskedWithCare : queue_.size();
  while (asked_ < std::min(most, queue_.size())) {
    auto& question = queue_[asked_];
    const auto* event = event_of(question);
    question.refuse = question.refuse || (event && plugins_.refuses(*event));
    if (event) leave_out_benched(question);
    refuse_repeated_killers(question);
    if (event) question.line = kind_of(*event);
    encode(question, record_);
    if (!worker_.ask(record_)) break;
    ++asked_;
  }
  if (asked_ != before) worker_.wake();
}

// Its `Unload` stands behind events that were submitted before: they are not to run it.
void WorkerJudge::leave_out_benched(Question& question) {
  if (question.without != kNobody || benched_ == kNobody) return;
  const auto* plugin = plugins_.find(benched_);
  if (plugin && plugin->state == State::benched) question.without = benched_;
}

void WorkerJudge::load(Load file, Moment now) {
  now_ = now;
  if (!take_in(file)) return;
  asked_for_.insert_or_assign(file.id, file.source);
  to_load_.push_back(std::move(file));
  load_next();
}

// False when there is nothing to be loaded; else `file` is the version that is.
bool WorkerJudge::take_in(Load& file) {
  if (file.problem.empty()) {
    file = plugins_.take(std::move(file));
    return true;
  }
  note(Note::Level::error, plugins_.take_unreadable(std::move(file)));
  return false;
}

void WorkerJudge::load_next() {
  const bool loading = !queue_.empty() && queue_.front().number <= loading_;
  if (loading || to_load_.empty()) return;
  const bool words = is_words(to_load_.front().role);
  enqueue(std::move(to_load_.front()), now_.wall);
  to_load_.pop_front();
  if (words) load_dependents(now_);
  loading_ = last_number_;
}

// Whoever's settings have not changed stays as he is; whoever failed may have failed because of
// them.
void WorkerJudge::load_dependents(Moment now) {
  for (auto& plugin : plugins_.all()) {
    if (is_words(plugin.file.role) || plugin.state == State::benched ||
        plugin.state == State::gone || !plugin.file.problem.empty())
      continue;
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
    std::erase_if(to_load_, [&](const Load& file) { return file.id == plugin.file.id; });
    report_life(plugin, Value());
    enqueue(Unload{plugin.file.id, UnloadReason::removed}, now.wall);
    note(Note::Level::information, fmt::format("{} is gone and has been unloaded", path));
  }
}

bool WorkerJudge::resume(std::string_view name, Moment now) {
  const auto* plugin = plugins_.named(name);
  if (!plugin || !plugin->file.problem.empty()) return false;
  load(plugin->file, now);
  return true;
}

void WorkerJudge::farewell(Moment now, LoadReason why) {
  now_ = now;
  leaving_ = true;
  leaving_for_ = why;
  to_load_.clear();
  enqueue_farewell();
}

// Each plugin in a question of its own, so that one that kills the worker takes nothing along that
// another has left already.
void WorkerJudge::enqueue_farewell() {
  const auto& all = plugins_.all();
  const auto why =
      leaving_for_ == LoadReason::upgrade ? UnloadReason::upgrade : UnloadReason::restart;
  for (auto plugin = all.rbegin(); plugin != all.rend(); ++plugin)
    if (!is_words(plugin->file.role) && plugin->state != State::gone &&
        plugin->state != State::failed && plugin->state != State::benched)
      enqueue(Unload{plugin->file.id, why}, now_.wall);
  enqueue(Farewell{}, now_.wall);
}

// ── Answers come in ─────────────────────────────────────────────────────────────────────────────

const room::Judged* WorkerJudge::next() {
  if (judged_.empty()) take_answers();
  if (judged_.empty()) {
    if (queue_.empty()) queue_.rest(kCalm);
    judged_.rest(kCalm);
    return nullptr;
  }
  std::swap(latest_, judged_.front());
  judged_.leave_front();
  return &latest_;
}

void WorkerJudge::take_answers() {
  while (const auto bytes = worker_.next_answer()) take(*bytes);
  worker_.wake_for_room();
}

void WorkerJudge::take(std::string_view bytes) {
  const bool expected =
      decode_answer(bytes, answer_) && asked_ > 0 && queue_.front().number == answer_.number;
  if (!expected || !is_sound(answer_))
    return replace_worker(worker_.kill("wrote what no worker writes"));
  barren_starts_ = 0;
  std::swap(taken_, queue_.front());
  queue_.leave_front();
  --asked_;
  note_loaded(answer_);
  take_faults(answer_);
  take_kept(answer_.verdict);
  if (auto* event = event_of(taken_)) return take_event(*event, answer_);
  if (const auto* file = std::get_if<Load>(&taken_.task)) take_load(*file, answer_);
  dismissed_ = dismissed_ || std::holds_alternative<Farewell>(taken_.task);
  if (const auto* task = std::get_if<Unload>(&taken_.task)) take_unload(*task, answer_);
  load_next();
  judged_.push_back({room::Tended{}, {true, {}, std::move(answer_.verdict.actions)}});
}

// What it answers to is the first in the queue.
bool WorkerJudge::is_sound(const Answer& answer) {
  const auto& question = queue_.front();
  const auto* load = std::get_if<Load>(&question.task);
  const auto* unload = std::get_if<Unload>(&question.task);
  actors_.file = load ? load->id : unload ? unload->id : kNobody;
  actors_.without = question.without;
  return believable(answer) && acts_for_itself(answer, actors_);
}

// A version that did not load leaves the one before it in its place.
void WorkerJudge::note_loaded(const Answer& answer) {
  if (const auto* load = std::get_if<Load>(&taken_.task);
      load && answer.verdict.passed && !is_words(load->role))
    actors_.add(load->id, load->role);
  if (const auto* unload = std::get_if<Unload>(&taken_.task)) actors_.remove(unload->id);
}

void WorkerJudge::take_faults(const Answer& answer) {
  for (const auto& fault : answer.faults) {
    auto* plugin = plugins_.find(fault.plugin);
    note(Note::Level::error,
         plugin ? fmt::format("{}: {}", plugin->file.name, fault.what) : fault.what);
    if (plugin && !fault.of_old_version) note_fault(*plugin, culprit_of(taken_), fault.command);
  }
}

// Both are left with what they are swapped for.
void WorkerJudge::take_event(room::Event& event, Answer& answer) {
  --held_;
  deaths_in_hand_ = 0;
  if (const auto* saying = std::get_if<room::Saying>(&event); saying && !answer.marks.empty()) {
    const auto author = state_.room.name_of_admitted(saying->who);
    docket_.note(*saying, author.empty() ? "?" : std::string(author), std::move(answer.marks));
  }
  auto& judged = judged_.next_slot();
  std::swap(judged.event, event);
  std::swap(judged.verdict, answer.verdict);
}

// The next worker is given what this one's plugins have kept.
void WorkerJudge::take_kept(const room::Verdict& verdict) {
  for (const auto& action : verdict.actions) {
    const auto* keep = std::get_if<room::Keep>(&action);
    auto* plugin = keep ? plugins_.find(keep->owner) : nullptr;
    if (!plugin) continue;
    auto& table = std::get<Table>(plugin->file.kept.data);
    const bool one_more = !keep->value.is_nil() && !table.field(keep->key);
    if (!one_more || table.fields.size() < kMostKept) room::apply(*keep, table);
  }
}

void WorkerJudge::take_load(const Load& file, Answer& answer) {
  if (file.role == Role::wording && words_awaited_ > 0) --words_awaited_;
  const auto words = plugins_.loaded(file, answer.verdict.passed, answer.verdict.reason,
                                     std::move(answer.details));
  const auto asked = asked_for_.find(file.id);
  const bool asked_for = asked != asked_for_.end() && asked->second == file.source;
  if (asked_for) asked_for_.erase(asked);
  if (!words.empty()) return note(Note::Level::error, words);
  const auto* plugin = plugins_.find(file.id);
  if (!plugin || plugin->state != State::on || !answer.verdict.passed) return;
  if (asked_for) note(Note::Level::information, file.path + " is live");
  if (!is_words(file.role)) report_life(*plugin, to_value({std::nullopt, {}, plugin->closed()}));
  if (file.role != Role::wording) return;
  state_.phrases = room::phrases_of(plugin->details);
}

// The next version gets what this one left: in this host, or, when the room ends, in the next.
void WorkerJudge::take_unload(const Unload& task, Answer& answer) {
  auto* plugin = plugins_.find(task.id);
  if (!plugin || plugin->state == State::gone) return;
  const auto closed = plugin->closed();
  const auto next_host = leaving_ ? leaving_for_ : LoadReason::restart;
  report_life(*plugin, to_value({next_host, answer.details, closed}));
  plugins_.unloaded(*plugin, std::move(answer.details),
                    leaving_ ? leaving_for_ : LoadReason::changed);
}

// Scripts and plugins alone have a life.
void WorkerJudge::report_life(const PluginRecord& plugin, const Value& record) {
  if (is_words(plugin.file.role)) return;
  judged_.push_back({room::Tended{}, {true, {}, {room::Lifecycle{plugin.file.id, record}}}});
}

void WorkerJudge::note(Note::Level level, std::string text) {
  notes_.push_back({level, std::move(text)});
}

UseCount WorkerJudge::use_of(const PluginRecord& plugin) const {
  UseCount use = plugin.past;
  if (worker_.running()) use += worker_.use(plugin.file.id);
  return use;
}

}  // namespace moonroom::ring
