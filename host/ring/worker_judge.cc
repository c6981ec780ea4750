#include "ring/worker_judge.h"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>
#include <utility>
#include <variant>

#include "ring/request_cause.h"
#include "ring/room_sync.h"

namespace moonroom::ring {
namespace {

// With more queued, the worker cannot keep up: new lines are refused, and their authors are told,
// instead of growing old in the queue.
constexpr size_t kMaxHeld = 1024;

// A crowd that joins at once leaves a queue with a thousand slots; a busy room needs fewer.
constexpr size_t kIdleCapacity = 256;

// A worker that fails to start is tried again, but not in a tight loop.
constexpr int kMaxFailedStarts = 3;
constexpr auto kPauseBetweenStarts = std::chrono::seconds(1);

// The log also has replies to single members, which scripts cannot read.
constexpr size_t kHistoryScan = 5 * kMaxHistory;

// The event would call a callback that was lost with its worker.
bool calls_back(const room::Event& event) {
  return std::holds_alternative<room::TimerDue>(event) ||
         std::holds_alternative<room::JobDone>(event);
}

}  // namespace

WorkerJudge::WorkerJudge(WorkerSettings settings, room::RoomState& state)
    : state_(state),
      worker_(std::move(settings)),
      loads_({plugins_, verdicts_, notes_, state}),
      faults_(plugins_, state.room, notes_),
      recovery_({pending_, plugins_, faults_, notes_,
                 [this](room::Event& event) { drop_event(event); }}) {}

void WorkerJudge::start(std::vector<PluginSource> files, Moment now) {
  now_ = now;
  loads_.begin(std::move(files));
  start_worker();
}

// ── Sending requests ───────────────────────────────────────────────────────────────────────────

// A task other than an event can change what plugins want to see.
void WorkerJudge::post(Task task) {
  fast_path_is_stale_ = true;
  sync_history();
  pending_.add_task(std::move(task), now_.wall);
}

void WorkerJudge::post(std::vector<Task> tasks) {
  for (auto& task : tasks) post(std::move(task));
}

void WorkerJudge::post_next_load() {
  auto tasks = loads_.next(pending_);
  if (tasks.empty()) return;
  post(std::move(tasks));
  loads_.loading(pending_.last_number());
}

// Scripts that read the history must see what the fast path has judged meanwhile.
void WorkerJudge::sync_history() {
  if (not_sent_to_worker_ == 0) return;
  const auto missed = std::min(std::exchange(not_sent_to_worker_, 0), kMaxHistory);
  pending_.add_task(history_of(state_, verdicts_.all(), missed, now_.wall), now_.wall);
}

void WorkerJudge::submit(const room::Event& event, Moment now) {
  now_ = now;
  if (try_fast_path(event)) return;
  const bool is_passing = room::passes_scripts(event);
  if (is_passing && pending_.empty()) return verdicts_.pass(event);
  if (!is_passing) sync_history();
  pending_.add_event(event, now.wall);
}

room::LineKind WorkerJudge::kind_of(const room::Event& event) const {
  const auto* saying = std::get_if<room::MessageEvent>(&event);
  if (!saying || !room::may_be_command(saying->text)) return room::LineKind::said;
  return room::kind_of(saying->text, plugins_.commands());
}

bool WorkerJudge::try_fast_path(const room::Event& event) {
  const auto* saying = std::get_if<room::MessageEvent>(&event);
  if (!saying || !pending_.empty()) return false;
  if (std::exchange(fast_path_is_stale_, false)) fast_path_.rebuild(plugins_.all());
  // The worker also unescapes a doubled slash: it knows which commands exist.
  if (room::may_be_command(saying->text) && !plugins_.commands().empty()) return false;
  const auto author = state_.room.name_of_admitted(saying->who);
  if (author.empty() || !fast_path_.matches(saying->text, author)) return false;
  auto& judged = verdicts_.add();
  judged.event = *saying;
  fast_path_.apply({saying->who, author, saying->text}, judged.verdict);
  ++plugins_.find(fast_path_.owner())->past_counters.calls;
  ++not_sent_to_worker_;
  return true;
}

bool WorkerJudge::busy() const {
  return pending_.events() + verdicts_.size() >= kMaxHeld;
}

void WorkerJudge::flush() {
  if (!worker_.running()) return;
  bool has_sent = false;
  const auto most = faults_.most_sent(pending_.size(), now_.steady);
  while (auto* request = pending_.next_to_send(most)) {
    faults_.prepare(*request, now_.steady);
    if (const auto* event = event_of(*request)) request->line = kind_of(*event);
    encode(*request, record_);
    if (!worker_.try_send(record_)) break;
    pending_.mark_sent();
    has_sent = true;
  }
  if (has_sent) worker_.wake();
}

// ── Plugins ────────────────────────────────────────────────────────────────────────────────────

void WorkerJudge::load(PluginSource file, Moment now) {
  now_ = now;
  loads_.add(std::move(file));
  post_next_load();
}

void WorkerJudge::unload(std::string_view path, Moment now) {
  now_ = now;
  post(loads_.remove(path));
}

bool WorkerJudge::resume(std::string_view name, Moment now) {
  const auto* plugin = plugins_.find_by_name(name);
  if (!plugin || !plugin->file.problem.empty()) return false;
  load(plugin->file, now);
  return true;
}

void WorkerJudge::shutdown(Moment now, LoadReason why) {
  now_ = now;
  loads_.begin_shutdown(why);
  post(loads_.shutdown_tasks());
}

PluginCounters WorkerJudge::counters_of(const PluginEntry& plugin) const {
  PluginCounters use = plugin.past_counters;
  if (worker_.running()) use += worker_.counters(plugin.file.id);
  return use;
}

// ── The worker ─────────────────────────────────────────────────────────────────────────────────

// A system without a free process or memory can have one a moment later.
void WorkerJudge::start_worker() {
  shutdown_done_ = false;
  try {
    worker_.start(now_.steady);
    actors_ = {};
    requeue();
    flush();
  } catch (const std::system_error& error) {
    notes_.error(fmt::format("no plugin worker can be started: {}", error.what()));
    next_start_ = now_.steady + kPauseBetweenStarts;
  }
}

// Rebuilds the queue for a new worker: wordings and settings first, then members and history, then
// code, then the pending events. So members are known in `on_load`.
void WorkerJudge::requeue() {
  not_sent_to_worker_ = 0;  // The history sync below covers the past.
  loads_.forget_queue();    // The startup sources below cover all files.
  auto waiting = pending_.take_all();
  auto files = plugins_.startup_sources();
  const auto code = std::find_if(files.begin(), files.end(),
                                 [](const PluginSource& file) { return !is_words(file.role); });
  for (auto file = files.begin(); file != code; ++file) post(std::move(*file));
  for (auto& member : members_of(state_, verdicts_.all())) post(MemberSync{std::move(member)});
  if (auto past = history_of(state_, verdicts_.all(), kHistoryScan, now_.wall);
      !past.entries.empty())
    post(std::move(past));
  for (auto file = code; file != files.end(); ++file) post(std::move(*file));
  for (; !waiting.empty(); waiting.pop_front()) {
    auto* event = event_of(waiting.front());
    if (event && calls_back(*event)) verdicts_.pass(*event);
    if (event && !calls_back(*event)) pending_.add_again(std::move(waiting.front()));
  }
  if (loads_.is_shutting_down()) post(loads_.shutdown_tasks());
}

void WorkerJudge::replace_worker(Death death) {
  // No plugin ran, but the worker crashed while it loaded a file: that file is to blame.
  const auto* file = pending_.empty() ? nullptr : std::get_if<PluginSource>(&pending_.front().task);
  const bool of_its_own = !death.from_outside && !death.page_spoilt;
  if (file && death.plugin == kNobody && of_its_own && worker_.ready() && !shutdown_done_)
    death.plugin = file->id;
  for (auto& plugin : plugins_.all()) plugin.past_counters += worker_.counters(plugin.file.id);
  fast_path_is_stale_ = true;
  verdicts_.act({room::ForgetCallbacks{}});
  recovery_.on_death(death, shutdown_done_, now_.steady);
  pending_.mark_unsent();
  // Later results of `on_unload` are lost; the next host is told so.
  if (loads_.is_shutting_down() && pending_.events() == 0) {
    pending_.take_all();
  } else if (!worker_.ready() && ++failed_starts_ >= kMaxFailedStarts) {
    next_start_ = now_.steady + kPauseBetweenStarts;
  } else {
    start_worker();
  }
}

void WorkerJudge::drop_event(room::Event& event) {
  Response given_up;
  given_up.verdict = {false, state_.host_messages.busy, {}};
  complete_event(event, given_up);
}

void WorkerJudge::check_worker(Moment now) {
  now_ = now;
  if (loads_.is_shutting_down() && pending_.empty()) return;
  if (!worker_.running()) {
    if (now.steady >= next_start_) start_worker();
    return;
  }
  // A worker that has responded is making progress, however long it took and however late this
  // check is.
  if (!drain_responses_of_this_worker()) return;
  const auto death = worker_.check(!pending_.empty(), now.steady);
  // Its last responses count, too.
  if (death && drain_responses_of_this_worker()) replace_worker(*death);
}

// False when the worker has shut down or had to be replaced.
bool WorkerJudge::drain_responses_of_this_worker() {
  const auto starts = worker_.restarts();
  drain_responses();
  return worker_.restarts() == starts && !(loads_.is_shutting_down() && pending_.empty());
}

// ── Receiving responses ────────────────────────────────────────────────────────────────────────

const room::Judged* WorkerJudge::next() {
  if (verdicts_.empty()) drain_responses();
  if (!verdicts_.empty()) return &verdicts_.take();
  if (pending_.empty()) pending_.trim_memory(kIdleCapacity);
  verdicts_.trim_memory(kIdleCapacity);
  return nullptr;
}

void WorkerJudge::drain_responses() {
  while (const auto bytes = worker_.next_response()) on_response(*bytes);
  worker_.wake_for_space();
}

void WorkerJudge::on_response(std::string_view bytes) {
  const bool is_expected = decode(bytes, response_) && pending_.has_sent() &&
                           pending_.front().number == response_.number;
  if (!is_expected || !is_valid(response_))
    return replace_worker(worker_.kill("sent a malformed response"));
  failed_starts_ = 0;
  pending_.take_front(answered_);
  on_faults(response_);
  plugins_.mirror(response_.verdict.actions);
  if (auto* event = event_of(answered_))
    complete_event(*event, response_);
  else
    on_task_done(response_);
  release_passing();
}

// A response must answer the first request in the queue.
bool WorkerJudge::is_valid(const Response& response) {
  const auto& request = pending_.front();
  const auto* load = std::get_if<PluginSource>(&request.task);
  const auto* unload = std::get_if<Unload>(&request.task);
  actors_.file = load ? load->id : unload ? unload->id : kNobody;
  actors_.without = request.without;
  return validate(response) && acts_for_itself(response, actors_);
}

void WorkerJudge::on_faults(const Response& response) {
  for (const auto& fault : response.faults) {
    auto* plugin = plugins_.find(fault.plugin);
    notes_.error(plugin ? fmt::format("{}: {}", plugin->file.name, fault.what) : fault.what);
    if (!plugin || fault.of_old_version) continue;
    fast_path_is_stale_ = true;
    auto bench =
        faults_.on_fault(*plugin, cause_of(answered_, state_.room), fault.command, now_.steady);
    if (bench) post(std::move(*bench));
  }
}

// When a version fails to load, the version before keeps running.
void WorkerJudge::on_task_done(Response& response) {
  if (const auto* file = std::get_if<PluginSource>(&answered_.task)) {
    if (response.verdict.passed && !is_words(file->role)) actors_.add(file->id, file->role);
    loads_.on_loaded(*file, response);
  }
  if (const auto* unload = std::get_if<Unload>(&answered_.task)) {
    actors_.remove(unload->id);
    loads_.on_unloaded(*unload, response);
  }
  shutdown_done_ = shutdown_done_ || std::holds_alternative<Shutdown>(answered_.task);
  post_next_load();
  verdicts_.act(std::move(response.verdict.actions));
}

// Swaps both into the slot, and leaves `event` and `response` its old contents, whose memory they
// re-use.
void WorkerJudge::complete_event(room::Event& event, Response& response) {
  recovery_.on_completed();
  if (const auto* saying = std::get_if<room::MessageEvent>(&event);
      saying && !response.filter_effects.empty()) {
    const auto author = state_.room.name_of_admitted(saying->who);
    filter_log_.add(*saying, author.empty() ? "?" : std::string(author),
                    std::move(response.filter_effects));
  }
  auto& judged = verdicts_.add();
  std::swap(judged.event, event);
  std::swap(judged.verdict, response.verdict);
}

// It is their turn: what was submitted before them has been judged.
void WorkerJudge::release_passing() {
  while (const auto* event = pending_.passing_front()) {
    verdicts_.pass(*event);
    pending_.drop_front();
  }
}

}  // namespace moonroom::ring
