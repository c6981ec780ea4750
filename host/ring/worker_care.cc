// How the judge keeps a worker alive: the part of WorkerJudge that starts, watches, replaces, and
// finds out who is to blame.
#include <fmt/format.h>

#include <algorithm>
#include <system_error>
#include <utility>

#include "ring/answer_check.h"
#include "ring/worker_judge.h"
#include "room/line_reading.h"

namespace moonroom::ring {
namespace {

// A worker that never comes up is tried again, but not in a tight loop.
constexpr int kBarrenStarts = 3;
constexpr auto kPauseBetweenStarts = std::chrono::seconds(1);

// An event that has cost this many workers is given up: its author is told to try again.
constexpr int kMostDeaths = 4;

// What a worker that starts late is told of what was said: as much as fits one record.
constexpr size_t kPastBytes = kMaxRecord / 2;
// Between the lines that scripts can look back to stand answers to single members, which they
// cannot.
constexpr size_t kLongPast = 5 * kMostPast;

// It would call what has died with its worker.
bool calls_back(Question& question) {
  const auto* event = event_of(question);
  return event && (std::holds_alternative<room::TimerDue>(*event) ||
                   std::holds_alternative<room::JobDone>(*event));
}

}  // namespace

// A system that has no process or no memory to give now may have one in a moment.
void WorkerJudge::start_worker() {
  dismissed_ = false;
  try {
    worker_.start(now_.steady);
    actors_ = {};
    asked_ = 0;
    requeue();
    flush();
  } catch (const std::system_error& error) {
    note(Note::Level::error, fmt::format("no plugin worker can be started: {}", error.what()));
    next_start_ = now_.steady + kPauseBetweenStarts;
  }
}

// What a new worker must know stands before what waits to be judged: the words, who is here and
// what was said, then what runs with them. So members are known in `on_load`.
void WorkerJudge::requeue() {
  untold_ = 0;       // All of the past is told below.
  to_load_.clear();  // All that is to run is loaded below.
  auto waiting = std::exchange(queue_, {});
  auto files = plugins_.to_load();
  const auto programs = std::find_if(files.begin(), files.end(),
                                     [](const Load& file) { return !is_words(file.role); });
  for (auto file = files.begin(); file != programs; ++file) enqueue(std::move(*file), now_.wall);
  enqueue_room();
  for (auto file = programs; file != files.end(); ++file) enqueue(std::move(*file), now_.wall);
  for (; !waiting.empty(); waiting.pop_front()) {
    auto& question = waiting.front();
    if (calls_back(question)) {
      --held_;
      judged_.push_back({std::move(*event_of(question)), {}});
      continue;
    }
    if (!event_of(question)) continue;
    question.number = ++last_number_;
    queue_.push_back(std::move(question));
  }
  if (leaving_) enqueue_farewell();
}

void WorkerJudge::enqueue_room() {
  for (auto& member : here()) enqueue(Present{std::move(member)}, now_.wall);
  if (auto told = past(kLongPast); !told.entries.empty()) enqueue(std::move(told), now_.wall);
}

bool WorkerJudge::has_events() const {
  for (size_t i = 0; i < queue_.size(); ++i)
    if (std::holds_alternative<room::Event>(queue_[i].task)) return true;
  return false;
}

// The latest of what was posted, with what has been judged and not been posted yet.
Past WorkerJudge::past(size_t most) const {
  Past past;
  size_t bytes = 0;
  const auto latest = state_.log.latest(most);
  std::vector<room::Entry> entries(latest.begin(), latest.end());
  for (const auto& judged : judged_)
    for (const auto& action : judged.verdict.actions)
      if (const auto* post = std::get_if<room::Post>(&action))
        entries.push_back({entries.empty() ? 1 : entries.back().number + 1, now_.wall, *post});
  for (auto it = entries.rbegin(); it != entries.rend(); ++it) {
    bytes += it->post.line.size() + it->post.text.size() + it->post.from.size() + 64;
    if (bytes > kPastBytes || past.entries.size() == most) break;
    past.entries.push_back(*it);
  }
  std::reverse(past.entries.begin(), past.entries.end());
  return past;
}

// The same of those who are in the room.
std::vector<room::Joining> WorkerJudge::here() const {
  auto members = state_.room.let_in();
  for (const auto& [event, verdict] : judged_) {
    if (const auto* joining = std::get_if<room::Joining>(&event); joining && verdict.passed)
      members.push_back(*joining);
    if (const auto* leaving = std::get_if<room::Leaving>(&event))
      std::erase_if(members, [&](const auto& member) { return member.who == leaving->who; });
  }
  return members;
}

void WorkerJudge::replace_worker(Death death) {
  // No plugin ran, but it died of taking a file in: that file is the guilty one.
  const auto* file = queue_.empty() ? nullptr : std::get_if<Load>(&queue_.front().task);
  const bool of_its_own = !death.from_outside && !death.page_spoilt;
  if (file && death.plugin == kNobody && of_its_own && worker_.ready() && !dismissed_)
    death.plugin = file->id;
  for (auto& plugin : plugins_.all()) plugin.past += worker_.use(plugin.file.id);
  judged_.push_back({room::Tended{}, {true, {}, {room::ForgetCallbacks{}}}});
  const auto guilt = guilt_of(death);
  pass_judgement(death, guilt);
  retry_in_hand(death, guilt);
  // What has not been left by now is lost; the next host is told so.
  if (leaving_ && !has_events()) {
    queue_ = {};
    asked_ = 0;
    return;
  }
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
  // What was submitted behind the farewell needs another worker; the one that went is not to blame.
  if (dismissed_) return Guilt::none;
  const auto* plugin = plugins_.find(death.plugin);
  // Somebody who kills a worker from outside meets whatever plugin runs; the same event costing two
  // workers is no such accident.
  if (!plugin || (death.from_outside && deaths_in_hand_ == 0)) return Guilt::none;
  if (queue_.empty() || !event_of(queue_.front())) return Guilt::proven;
  const auto without = queue_.front().without;
  if (is_left_out(death.plugin, plugin->file.role, without)) return Guilt::false_witness;
  const bool alone = without == kPlugins;
  return plugin->file.role == Role::script && !alone ? Guilt::suspected : Guilt::proven;
}

void WorkerJudge::pass_judgement(const Death& death, Guilt guilt) {
  if (guilt == Guilt::none && dismissed_) return;
  if (guilt == Guilt::proven) return blame(death);
  if (guilt == Guilt::false_witness) plugins_.acquit(*plugins_.find(death.plugin));
  note(Note::Level::warning, fmt::format("the plugin worker {}; started again", death.how));
}

void WorkerJudge::retry_in_hand(const Death& death, Guilt guilt) {
  if (queue_.empty()) return;
  auto& question = queue_.front();
  if (const auto* file = std::get_if<Load>(&question.task); file && file->id == death.plugin)
    death.unloading ? plugins_.died_unloading(*file) : plugins_.died_loading(*file);
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
  const auto& all = plugins_.all();
  question.refuse = std::any_of(all.begin(), all.end(), [&](const PluginRecord& plugin) {
    const bool left_out = question.without == plugin.file.id ||
                          (by_scripts_alone && plugin.file.role == Role::plugin);
    return left_out && plugin.state == State::on && plugin.closed().covers(*event_of(question));
  });
}

// Its author is told to try again.
void WorkerJudge::give_up_first_event() {
  size_t at = 0;
  while (at < asked_ && !event_of(queue_[at])) ++at;
  if (at == asked_) return;
  Answer given_up;
  given_up.verdict = {false, state_.phrases.busy, {}};
  take_event(*event_of(queue_[at]), given_up);
  for (; at > 0; --at) std::swap(queue_[at], queue_[at - 1]);
  queue_.leave_front();
}

void WorkerJudge::blame(const Death& death) {
  auto& plugin = *plugins_.find(death.plugin);
  note(Note::Level::error,
       fmt::format("{}: the plugin worker {} while this plugin {}; started again", plugin.file.path,
                   death.how, death.unloading ? "was unloaded" : "ran"));
  if (death.unloading) return;
  const bool of_event = !queue_.empty() && event_of(queue_.front());
  const auto who = of_event ? culprit_of(queue_.front()) : std::string();
  if (!who.empty()) killers_.add(now_.steady, who);
  note_fault(plugin, who, of_event ? command_of(plugin, queue_.front()) : std::string());
}

void WorkerJudge::note_fault(PluginRecord& plugin, std::string_view who, std::string_view command) {
  routine_is_stale_ = true;
  careful_until_ = now_.steady + kFaultWindow;
  if (command.empty()) {
    if (plugins_.fault(plugin, now_.steady, who)) bench(plugin);
    return;
  }
  const std::string name(command);
  if (!plugins_.command_fault(plugin, name, now_.steady, who)) return;
  plugin.reason = fmt::format("/{} is benched: {} faults within a minute", name, kFaultsToBench);
  note(Note::Level::error, fmt::format("{}: {}; /plugin resume {} once it is fixed",
                                       plugin.file.path, plugin.reason, plugin.file.name));
  if (worker_.running()) enqueue(BenchCommand{plugin.file.id, name}, now_.wall);
}

void WorkerJudge::bench(PluginRecord& plugin) {
  benched_ = plugin.file.id;
  plugin.reason = fmt::format("{} faults within a minute", kFaultsToBench);
  note(Note::Level::error, fmt::format("{} is benched: {}; /plugin resume {} once it is fixed",
                                       plugin.file.path, plugin.reason, plugin.file.name));
  if (worker_.running()) enqueue(Unload{plugin.file.id, UnloadReason::benched}, now_.wall);
}

// The name of the member whose doing the question is, or nothing.
std::string WorkerJudge::culprit_of(const Question& question) const {
  const auto* event = std::get_if<room::Event>(&question.task);
  if (!event) return {};
  if (const auto* joining = std::get_if<room::Joining>(event)) return joining->name;
  const auto* saying = std::get_if<room::Saying>(event);
  const auto* leaving = std::get_if<room::Leaving>(event);
  if (!saying && !leaving) return {};
  const auto who = saying ? saying->who : leaving->who;
  const auto name = state_.room.name_of_admitted(who);
  return name.empty() ? fmt::format("#{}", who) : std::string(name);
}

// The command of this plugin that the question calls, or nothing.
std::string WorkerJudge::command_of(const PluginRecord& plugin, const Question& question) const {
  const auto& event = std::get<room::Event>(question.task);
  std::string_view text;
  if (const auto* command = std::get_if<room::Commanding>(&event)) text = command->text;
  if (const auto* saying = std::get_if<room::Saying>(&event)) {
    const auto reading = room::read_as(question.line, saying->text);
    if (!reading.command) return {};
    text = *reading.command;
  }
  const auto name = room::cut_word(text).first;
  return plugin.has_command(name) ? std::string(name) : std::string();
}

// Each death costs everybody a moment, and all plugins what they had not kept. The one member is
// refused, and no plugin is benched because of one member.
void WorkerJudge::refuse_repeated_killers(Question& question) {
  if (killers_.empty() || !event_of(question)) return;
  const auto who = culprit_of(question);
  if (who.empty() || killers_.caused_by(who, now_.steady) < kFaultsToBench) return;
  if (std::holds_alternative<room::Leaving>(*event_of(question))) return;
  question.refuse = true;
  question.without = kPlugins;
}

void WorkerJudge::watch(Moment now) {
  now_ = now;
  if (leaving_ && queue_.empty()) return;
  if (!worker_.running()) {
    if (now.steady >= next_start_) start_worker();
    return;
  }
  // Who has answered owes nothing, however long it took him and however late this is.
  if (!take_answers_of_this_worker()) return;
  const auto death = worker_.look(!queue_.empty(), now.steady);
  // Its last words count, too.
  if (death && take_answers_of_this_worker()) replace_worker(*death);
}

// False when it has ended as it should, or had to be replaced.
bool WorkerJudge::take_answers_of_this_worker() {
  const auto starts = worker_.restarts();
  take_answers();
  return worker_.restarts() == starts && !(leaving_ && queue_.empty());
}

}  // namespace moonroom::ring
