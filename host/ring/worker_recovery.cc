// The part of WorkerJudge that starts, watches and replaces the worker, and attributes crashes.
#include <fmt/format.h>

#include <algorithm>
#include <system_error>
#include <utility>

#include "ring/fault_attribution.h"
#include "ring/request_cause.h"
#include "ring/response_validation.h"
#include "ring/room_sync.h"
#include "ring/worker_judge.h"

namespace moonroom::ring {
namespace {

// A worker that fails to start is tried again, but not in a tight loop.
constexpr int kMaxFailedStarts = 3;
constexpr auto kPauseBetweenStarts = std::chrono::seconds(1);

// An event that has crashed this many workers is dropped: its author is told to try again.
constexpr int kMaxCrashes = 4;

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
  for (auto& member : members_of(state_, judged_))
    post_task(MemberSync{std::move(member)}, now_.wall);
  if (auto history = history_of(state_, judged_, kHistoryScan, now_.wall); !history.entries.empty())
    post_task(std::move(history), now_.wall);
}

bool WorkerJudge::has_events() const {
  for (size_t i = 0; i < queue_.size(); ++i)
    if (std::holds_alternative<room::Event>(queue_[i].task)) return true;
  return false;
}

void WorkerJudge::replace_worker(Death death) {
  // No plugin ran, but the worker crashed while it loaded a file: that file is to blame.
  const auto* file = queue_.empty() ? nullptr : std::get_if<PluginSource>(&queue_.front().task);
  const bool of_its_own = !death.from_outside && !death.page_spoilt;
  if (file && death.plugin == kNobody && of_its_own && worker_.ready() && !shutdown_done_)
    death.plugin = file->id;
  for (auto& plugin : plugins_.all()) plugin.past_counters += worker_.counters(plugin.file.id);
  judged_.push_back({room::WorkerActivity{}, {true, {}, {room::ForgetCallbacks{}}}});
  const auto evidence = evidence_of(death);
  const auto blame = attribute_crash(evidence);
  record_crash(death, blame);
  retry_head(death, blame, exclusion_after(blame, evidence));
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

CrashEvidence WorkerJudge::evidence_of(const Death& death) {
  CrashEvidence crash;
  const auto* plugin = plugins_.find(death.plugin);
  crash.is_plugin_known = plugin != nullptr;
  crash.plugin = death.plugin;
  if (plugin) crash.role = plugin->file.role;
  crash.is_from_outside = death.from_outside;
  crash.is_after_shutdown = shutdown_done_;
  crash.is_event = !queue_.empty() && event_of(queue_.front());
  if (!queue_.empty()) crash.without = queue_.front().without;
  crash.crashes_before = crashes_on_head_;
  return crash;
}

void WorkerJudge::record_crash(const Death& death, Blame blame) {
  if (blame == Blame::none && shutdown_done_) return;
  if (blame == Blame::culprit) return blame_plugin(death);
  if (blame == Blame::impossible) plugins_.revoke_fault(*plugins_.find(death.plugin));
  note(Note::Level::warning, fmt::format("the plugin worker {}; started again", death.how));
}

void WorkerJudge::retry_head(const Death& death, Blame blame, uint32_t without) {
  if (queue_.empty()) return;
  auto& request = queue_.front();
  if (const auto* file = std::get_if<PluginSource>(&request.task); file && file->id == death.plugin)
    death.unloading ? plugins_.died_unloading(*file) : plugins_.died_loading(*file);
  if (event_of(request)) retry(request, without);
  // Any pending event can have crashed a worker whose page is corrupt.
  if (blame == Blame::culprit && !event_of(request)) return;
  if (++crashes_on_head_ >= kMaxCrashes) drop_head();
}

// Refuses the event when a plugin that is left out wants it refused without its word.
void WorkerJudge::retry(Request& request, uint32_t without) {
  request.without = without;
  const auto& all = plugins_.all();
  request.refuse = std::any_of(all.begin(), all.end(), [&](const PluginEntry& plugin) {
    return is_left_out(plugin.file.id, plugin.file.role, without) && plugin.state == State::on &&
           plugin.closed().covers(*event_of(request));
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
  const auto who = of_event ? cause_of(queue_.front(), state_.room) : std::string();
  if (!who.empty()) crash_causers_.add(now_.steady, who);
  note_fault(plugin, who, of_event ? command_of(queue_.front(), plugin) : std::string());
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

// Each crash delays everybody and loses what plugins had not stored. So the events of this one
// member are refused, and no plugin is benched because of one member.
void WorkerJudge::refuse_repeat_offenders(Request& request) {
  if (crash_causers_.empty() || !event_of(request)) return;
  const auto who = cause_of(request, state_.room);
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
