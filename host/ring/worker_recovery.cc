// The part of WorkerJudge that starts, watches and replaces the worker, and attributes crashes.
#include <fmt/format.h>

#include <algorithm>
#include <system_error>
#include <utility>

#include "ring/response_validation.h"
#include "ring/worker_judge.h"
#include "room/line_reading.h"

namespace moonroom::ring {
namespace {

// A worker that fails to start is tried again, but not in a tight loop.
constexpr int kMaxFailedStarts = 3;
constexpr auto kPauseBetweenStarts = std::chrono::seconds(1);

// An event that has crashed this many workers is dropped: its author is told to try again.
constexpr int kMaxCrashes = 4;

// The history for a worker that starts late: as much as fits one record.
constexpr size_t kHistoryBytes = kMaxRecord / 2;
// The log also has replies to single members, which scripts cannot read.
constexpr size_t kHistoryScan = 5 * kMaxHistory;

// The event would call a callback that was lost with its worker.
bool calls_back(Request& request) {
  const auto* event = event_of(request);
  return event && (std::holds_alternative<room::TimerDue>(*event) ||
                   std::holds_alternative<room::JobDone>(*event));
}

}  // namespace

// A system without a free process or memory can have one a moment later.
void WorkerJudge::start_worker() {
  shutdown_done_ = false;
  try {
    worker_.start(now_.steady);
    actors_ = {};
    sent_ = 0;
    requeue();
    flush();
  } catch (const std::system_error& error) {
    note(Note::Level::error, fmt::format("no plugin worker can be started: {}", error.what()));
    next_start_ = now_.steady + kPauseBetweenStarts;
  }
}

// Rebuilds the queue for a new worker: wordings and settings first, then members and history, then
// code, then the pending events. So members are known in `on_load`.
void WorkerJudge::requeue() {
  not_sent_to_worker_ = 0;  // The history sync below covers the past.
  to_load_.clear();         // The startup sources below cover all files.
  auto waiting = std::exchange(queue_, {});
  auto files = plugins_.startup_sources();
  const auto programs = std::find_if(files.begin(), files.end(),
                                     [](const PluginSource& file) { return !is_words(file.role); });
  for (auto file = files.begin(); file != programs; ++file) post_task(std::move(*file), now_.wall);
  post_room_sync();
  for (auto file = programs; file != files.end(); ++file) post_task(std::move(*file), now_.wall);
  for (; !waiting.empty(); waiting.pop_front()) {
    auto& request = waiting.front();
    if (calls_back(request)) {
      --held_;
      judged_.push_back({std::move(*event_of(request)), {}});
      continue;
    }
    if (!event_of(request)) continue;
    request.number = ++last_number_;
    queue_.push_back(std::move(request));
  }
  if (shutting_down_) post_shutdown();
}

void WorkerJudge::post_room_sync() {
  for (auto& member : member_sync()) post_task(MemberSync{std::move(member)}, now_.wall);
  if (auto told = history_sync(kHistoryScan); !told.entries.empty())
    post_task(std::move(told), now_.wall);
}

bool WorkerJudge::has_events() const {
  for (size_t i = 0; i < queue_.size(); ++i)
    if (std::holds_alternative<room::Event>(queue_[i].task)) return true;
  return false;
}

// The latest posts, including those that have been judged and are not in the log yet.
HistorySync WorkerJudge::history_sync(size_t most) const {
  HistorySync past;
  size_t bytes = 0;
  const auto latest = state_.log.latest(most);
  std::vector<room::Entry> entries(latest.begin(), latest.end());
  for (const auto& judged : judged_)
    for (const auto& action : judged.verdict.actions)
      if (const auto* post = std::get_if<room::Post>(&action))
        entries.push_back({entries.empty() ? 1 : entries.back().number + 1, now_.wall, *post});
  for (auto it = entries.rbegin(); it != entries.rend(); ++it) {
    bytes += it->post.line.size() + it->post.text.size() + it->post.from.size() + 64;
    if (bytes > kHistoryBytes || past.entries.size() == most) break;
    past.entries.push_back(*it);
  }
  std::reverse(past.entries.begin(), past.entries.end());
  return past;
}

// The members, including those whose join has been judged and is not applied yet.
std::vector<room::JoinEvent> WorkerJudge::member_sync() const {
  auto members = state_.room.admitted();
  for (const auto& [event, verdict] : judged_) {
    if (const auto* joining = std::get_if<room::JoinEvent>(&event); joining && verdict.passed)
      members.push_back(*joining);
    if (const auto* leaving = std::get_if<room::LeaveEvent>(&event))
      std::erase_if(members, [&](const auto& member) { return member.who == leaving->who; });
  }
  return members;
}

void WorkerJudge::replace_worker(Death death) {
  // No plugin ran, but the worker crashed while it loaded a file: that file is to blame.
  const auto* file = queue_.empty() ? nullptr : std::get_if<PluginSource>(&queue_.front().task);
  const bool of_its_own = !death.from_outside && !death.page_spoilt;
  if (file && death.plugin == kNobody && of_its_own && worker_.ready() && !shutdown_done_)
    death.plugin = file->id;
  for (auto& plugin : plugins_.all()) plugin.past_counters += worker_.counters(plugin.file.id);
  judged_.push_back({room::WorkerActivity{}, {true, {}, {room::ForgetCallbacks{}}}});
  const auto blame = attribute_crash(death);
  record_crash(death, blame);
  retry_head(death, blame);
  // Later results of `on_unload` are lost; the next host is told so.
  if (shutting_down_ && !has_events()) {
    queue_ = {};
    sent_ = 0;
    return;
  }
  if (!worker_.ready() && ++failed_starts_ >= kMaxFailedStarts) {
    next_start_ = now_.steady + kPauseBetweenStarts;
    sent_ = 0;
    return;
  }
  start_worker();
}

// The marker on the dead worker's page is the only evidence, and the code that broke the worker can
// have written it. A script, without which the room is silent, is therefore only a suspect until it
// has crashed alone with the event; and an excluded plugin cannot have run.
WorkerJudge::Blame WorkerJudge::attribute_crash(const Death& death) {
  // Events submitted behind the shutdown need another worker; the one that exited is not to blame.
  if (shutdown_done_) return Blame::none;
  const auto* plugin = plugins_.find(death.plugin);
  // A kill from outside hits any plugin that happens to run; but when one event costs two workers,
  // that is no accident.
  if (!plugin || (death.from_outside && crashes_on_head_ == 0)) return Blame::none;
  if (queue_.empty() || !event_of(queue_.front())) return Blame::culprit;
  const auto without = queue_.front().without;
  if (is_left_out(death.plugin, plugin->file.role, without)) return Blame::impossible;
  const bool alone = without == kPlugins;
  return plugin->file.role == Role::script && !alone ? Blame::suspect : Blame::culprit;
}

void WorkerJudge::record_crash(const Death& death, Blame blame) {
  if (blame == Blame::none && shutdown_done_) return;
  if (blame == Blame::culprit) return blame_plugin(death);
  if (blame == Blame::impossible) plugins_.revoke_fault(*plugins_.find(death.plugin));
  note(Note::Level::warning, fmt::format("the plugin worker {}; started again", death.how));
}

void WorkerJudge::retry_head(const Death& death, Blame blame) {
  if (queue_.empty()) return;
  auto& request = queue_.front();
  if (const auto* file = std::get_if<PluginSource>(&request.task); file && file->id == death.plugin)
    death.unloading ? plugins_.died_unloading(*file) : plugins_.died_loading(*file);
  if (event_of(request)) retry(request, death, blame);
  // Any pending event can have crashed a worker whose page is corrupt.
  if (blame == Blame::culprit && !event_of(request)) return;
  if (++crashes_on_head_ >= kMaxCrashes) drop_head();
}

void WorkerJudge::retry(Request& request, const Death& death, Blame blame) {
  const bool by_scripts_alone = blame == Blame::suspect || blame == Blame::impossible;
  request.without = by_scripts_alone          ? kPlugins
                    : blame == Blame::culprit ? death.plugin
                                              : request.without;
  const auto& all = plugins_.all();
  request.refuse = std::any_of(all.begin(), all.end(), [&](const PluginEntry& plugin) {
    const bool left_out =
        request.without == plugin.file.id || (by_scripts_alone && plugin.file.role == Role::plugin);
    return left_out && plugin.state == State::on && plugin.closed().covers(*event_of(request));
  });
}

// Drops the event at the head; its author is told to try again.
void WorkerJudge::drop_head() {
  size_t at = 0;
  while (at < sent_ && !event_of(queue_[at])) ++at;
  if (at == sent_) return;
  Response given_up;
  given_up.verdict = {false, state_.host_messages.busy, {}};
  complete_event(*event_of(queue_[at]), given_up);
  for (; at > 0; --at) std::swap(queue_[at], queue_[at - 1]);
  queue_.leave_front();
}

void WorkerJudge::blame_plugin(const Death& death) {
  auto& plugin = *plugins_.find(death.plugin);
  note(Note::Level::error,
       fmt::format("{}: the plugin worker {} while this plugin {}; started again", plugin.file.path,
                   death.how, death.unloading ? "was unloaded" : "ran"));
  if (death.unloading) return;
  const bool of_event = !queue_.empty() && event_of(queue_.front());
  const auto who = of_event ? cause_of(queue_.front()) : std::string();
  if (!who.empty()) crash_causers_.add(now_.steady, who);
  note_fault(plugin, who, of_event ? command_of(plugin, queue_.front()) : std::string());
}

void WorkerJudge::note_fault(PluginEntry& plugin, std::string_view who, std::string_view command) {
  fast_path_is_stale_ = true;
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
  if (worker_.running()) post_task(BenchCommand{plugin.file.id, name}, now_.wall);
}

void WorkerJudge::bench(PluginEntry& plugin) {
  benched_ = plugin.file.id;
  plugin.reason = fmt::format("{} faults within a minute", kFaultsToBench);
  note(Note::Level::error, fmt::format("{} is benched: {}; /plugin resume {} once it is fixed",
                                       plugin.file.path, plugin.reason, plugin.file.name));
  if (worker_.running()) post_task(Unload{plugin.file.id, UnloadReason::benched}, now_.wall);
}

// The name of the member who caused the request, or an empty string.
std::string WorkerJudge::cause_of(const Request& request) const {
  const auto* event = std::get_if<room::Event>(&request.task);
  if (!event) return {};
  if (const auto* joining = std::get_if<room::JoinEvent>(event)) return joining->name;
  const auto* saying = std::get_if<room::MessageEvent>(event);
  const auto* leaving = std::get_if<room::LeaveEvent>(event);
  if (!saying && !leaving) return {};
  const auto who = saying ? saying->who : leaving->who;
  const auto name = state_.room.name_of_admitted(who);
  return name.empty() ? fmt::format("#{}", who) : std::string(name);
}

// The command of this plugin that the request calls, or an empty string.
std::string WorkerJudge::command_of(const PluginEntry& plugin, const Request& request) const {
  const auto& event = std::get<room::Event>(request.task);
  std::string_view text;
  if (const auto* command = std::get_if<room::AdminCommandEvent>(&event)) text = command->text;
  if (const auto* saying = std::get_if<room::MessageEvent>(&event)) {
    const auto reading = room::read_as(request.line, saying->text);
    if (!reading.command) return {};
    text = *reading.command;
  }
  const auto name = room::cut_word(text).first;
  return plugin.has_command(name) ? std::string(name) : std::string();
}

// Each crash delays everybody and loses what plugins had not stored. So the events of this one
// member are refused, and no plugin is benched because of one member.
void WorkerJudge::refuse_repeat_offenders(Request& request) {
  if (crash_causers_.empty() || !event_of(request)) return;
  const auto who = cause_of(request);
  if (who.empty() || crash_causers_.caused_by(who, now_.steady) < kFaultsToBench) return;
  if (std::holds_alternative<room::LeaveEvent>(*event_of(request))) return;
  request.refuse = true;
  request.without = kPlugins;
}

void WorkerJudge::check_worker(Moment now) {
  now_ = now;
  if (shutting_down_ && queue_.empty()) return;
  if (!worker_.running()) {
    if (now.steady >= next_start_) start_worker();
    return;
  }
  // A worker that has responded is making progress, however long it took and however late this
  // check is.
  if (!drain_responses_of_this_worker()) return;
  const auto death = worker_.check(!queue_.empty(), now.steady);
  // Its last responses count, too.
  if (death && drain_responses_of_this_worker()) replace_worker(*death);
}

// False when the worker has shut down or had to be replaced.
bool WorkerJudge::drain_responses_of_this_worker() {
  const auto starts = worker_.restarts();
  drain_responses();
  return worker_.restarts() == starts && !(shutting_down_ && queue_.empty());
}

}  // namespace moonroom::ring
