#include "ring/worker_judge.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "ring/request_cause.h"
#include "ring/response_validation.h"
#include "ring/room_sync.h"

namespace moonroom::ring {
namespace {

// With more queued, the worker cannot keep up: new lines are refused, and their authors are told,
// instead of growing old in the queue.
constexpr size_t kMaxHeld = 1024;

// After a fault, only this many requests are in the ring: each can fail again and cost its time.
// Requests that are not yet sent leave out a plugin that has been benched meanwhile.
constexpr size_t kMaxSentAfterFault = 4;

// A crowd that joins at once leaves a queue with a thousand slots; a busy room needs fewer.
constexpr size_t kIdleCapacity = 256;

// More than an honest worker stores, whose limit is in bytes.
constexpr size_t kMaxStored = 10'000;

}  // namespace

WorkerJudge::WorkerJudge(WorkerSettings settings, room::RoomState& state)
    : worker_(std::move(settings)), state_(state) {}

void WorkerJudge::start(std::vector<PluginSource> files, Moment now) {
  now_ = now;
  wordings_awaited_ =
      static_cast<size_t>(std::count_if(files.begin(), files.end(), [](const PluginSource& file) {
        return file.role == Role::wording && file.problem.empty();
      }));
  for (auto& file : files) register_source(file);
  start_worker();
}

// ── Sending requests ───────────────────────────────────────────────────────────────────────────

// A task other than an event can change what plugins want to see.
void WorkerJudge::post_task(Task task, WallTime time) {
  fast_path_is_stale_ = true;
  sync_history();
  next_request(time).task = std::move(task);
}

// Scripts that read the history must see what the fast path has judged meanwhile.
void WorkerJudge::sync_history() {
  if (not_sent_to_worker_ == 0) return;
  auto missed = history_of(state_, judged_,
                           std::min(std::exchange(not_sent_to_worker_, 0), kMaxHistory), now_.wall);
  next_request(now_.wall).task = std::move(missed);
}

Request& WorkerJudge::next_request(WallTime time) {
  auto& request = queue_.next_slot();
  request.number = ++last_number_;
  request.without = kNobody;
  request.refuse = false;
  request.line = room::LineKind::said;
  request.time = time;
  return request;
}

void WorkerJudge::submit(const room::Event& event, Moment now) {
  now_ = now;
  if (try_fast_path(event)) return;
  sync_history();
  next_request(now.wall).task = event;
  ++held_;
}

room::LineKind WorkerJudge::kind_of(const room::Event& event) const {
  const auto* saying = std::get_if<room::MessageEvent>(&event);
  if (!saying || !room::may_be_command(saying->text)) return room::LineKind::said;
  return room::kind_of(saying->text, plugins_.commands());
}

bool WorkerJudge::try_fast_path(const room::Event& event) {
  const auto* saying = std::get_if<room::MessageEvent>(&event);
  if (!saying || !queue_.empty()) return false;
  if (std::exchange(fast_path_is_stale_, false)) fast_path_.rebuild(plugins_.all());
  // The worker also unescapes a doubled slash: it knows which commands exist.
  if (room::may_be_command(saying->text) && !plugins_.commands().empty()) return false;
  const auto author = state_.room.name_of_admitted(saying->who);
  if (author.empty() || !fast_path_.matches(saying->text, author)) return false;
  try_fast_path(*saying, author);
  return true;
}

void WorkerJudge::try_fast_path(const room::MessageEvent& saying, std::string_view name) {
  auto& judged = judged_.next_slot();
  judged.event = saying;
  fast_path_.apply({saying.who, name, saying.text}, judged.verdict);
  ++plugins_.find(fast_path_.owner())->past_counters.calls;
  ++not_sent_to_worker_;
}

bool WorkerJudge::busy() const {
  return held_ + judged_.size() >= kMaxHeld;
}

void WorkerJudge::flush() {
  if (!worker_.running()) return;
  const size_t before = sent_;
  const size_t most = now_.steady < careful_until_ ? kMaxSentAfterFault : queue_.size();
  while (sent_ < std::min(most, queue_.size())) {
    auto& request = queue_[sent_];
    const auto* event = event_of(request);
    request.refuse = request.refuse || (event && plugins_.fails_closed(*event));
    if (event) leave_out_benched(request);
    refuse_repeat_offenders(request);
    if (event) request.line = kind_of(*event);
    encode(request, record_);
    if (!worker_.try_send(record_)) break;
    ++sent_;
  }
  if (sent_ != before) worker_.wake();
}

// The plugin's `Unload` is queued behind events that were submitted earlier and must not run it.
void WorkerJudge::leave_out_benched(Request& request) {
  if (request.without != kNobody || benched_ == kNobody) return;
  const auto* plugin = plugins_.find(benched_);
  if (plugin && plugin->state == State::benched) request.without = benched_;
}

void WorkerJudge::load(PluginSource file, Moment now) {
  now_ = now;
  if (!register_source(file)) return;
  requested_reloads_.insert_or_assign(file.id, file.source);
  to_load_.push_back(std::move(file));
  load_next();
}

// False when there is nothing to load; else `file` is the version to load.
bool WorkerJudge::register_source(PluginSource& file) {
  if (file.problem.empty()) {
    file = plugins_.add_version(std::move(file));
    return true;
  }
  note(Note::Level::error, plugins_.mark_unreadable(std::move(file)));
  return false;
}

void WorkerJudge::load_next() {
  const bool loading = !queue_.empty() && queue_.front().number <= loading_;
  if (loading || to_load_.empty()) return;
  const bool words = is_words(to_load_.front().role);
  post_task(std::move(to_load_.front()), now_.wall);
  to_load_.pop_front();
  if (words) load_dependents(now_);
  loading_ = last_number_;
}

// Skips plugins whose settings have not changed, except failed ones: the settings can be the
// reason.
void WorkerJudge::load_dependents(Moment now) {
  for (auto& plugin : plugins_.all()) {
    if (is_words(plugin.file.role) || plugin.state == State::benched ||
        plugin.state == State::gone || !plugin.file.problem.empty())
      continue;
    if (plugin.state == State::failed) {
      plugin.state = State::loading;
      plugin.reason.clear();
    }
    PluginSource again = plugin.wanted ? *plugin.wanted : plugin.file;
    again.only_if_changed = true;
    post_task(std::move(again), now.wall);
  }
}

void WorkerJudge::unload(std::string_view path, Moment now) {
  now_ = now;
  for (auto& plugin : plugins_.all()) {
    if (plugin.file.path != path || plugin.state == State::gone) continue;
    plugin.state = State::gone;
    plugin.wanted.reset();
    std::erase_if(to_load_, [&](const PluginSource& file) { return file.id == plugin.file.id; });
    report_lifecycle(plugin, Value());
    post_task(Unload{plugin.file.id, UnloadReason::removed}, now.wall);
    note(Note::Level::information, fmt::format("{} is gone and has been unloaded", path));
  }
}

bool WorkerJudge::resume(std::string_view name, Moment now) {
  const auto* plugin = plugins_.find_by_name(name);
  if (!plugin || !plugin->file.problem.empty()) return false;
  load(plugin->file, now);
  return true;
}

void WorkerJudge::shutdown(Moment now, LoadReason why) {
  now_ = now;
  shutting_down_ = true;
  shutdown_reason_ = why;
  to_load_.clear();
  post_shutdown();
}

// One request for each plugin, so that a crash does not lose what other plugins returned.
void WorkerJudge::post_shutdown() {
  const auto& all = plugins_.all();
  const auto why =
      shutdown_reason_ == LoadReason::upgrade ? UnloadReason::upgrade : UnloadReason::restart;
  for (auto plugin = all.rbegin(); plugin != all.rend(); ++plugin)
    if (!is_words(plugin->file.role) && plugin->state != State::gone &&
        plugin->state != State::failed && plugin->state != State::benched)
      post_task(Unload{plugin->file.id, why}, now_.wall);
  post_task(Shutdown{}, now_.wall);
}

// ── Receiving responses ────────────────────────────────────────────────────────────────────────

const room::Judged* WorkerJudge::next() {
  if (judged_.empty()) drain_responses();
  if (judged_.empty()) {
    if (queue_.empty()) queue_.trim_memory(kIdleCapacity);
    judged_.trim_memory(kIdleCapacity);
    return nullptr;
  }
  std::swap(latest_, judged_.front());
  judged_.leave_front();
  return &latest_;
}

void WorkerJudge::drain_responses() {
  while (const auto bytes = worker_.next_response()) on_response(*bytes);
  worker_.wake_for_space();
}

void WorkerJudge::on_response(std::string_view bytes) {
  const bool expected =
      decode(bytes, response_) && sent_ > 0 && queue_.front().number == response_.number;
  if (!expected || !is_valid(response_))
    return replace_worker(worker_.kill("sent a malformed response"));
  failed_starts_ = 0;
  std::swap(answered_, queue_.front());
  queue_.leave_front();
  --sent_;
  track_loaded(response_);
  on_faults(response_);
  mirror_store_puts(response_.verdict);
  if (auto* event = event_of(answered_)) return complete_event(*event, response_);
  if (const auto* file = std::get_if<PluginSource>(&answered_.task)) on_loaded(*file, response_);
  shutdown_done_ = shutdown_done_ || std::holds_alternative<Shutdown>(answered_.task);
  if (const auto* task = std::get_if<Unload>(&answered_.task)) on_unloaded(*task, response_);
  load_next();
  judged_.push_back({room::WorkerActivity{}, {true, {}, std::move(response_.verdict.actions)}});
}

// A response must answer the first request in the queue.
bool WorkerJudge::is_valid(const Response& response) {
  const auto& request = queue_.front();
  const auto* load = std::get_if<PluginSource>(&request.task);
  const auto* unload = std::get_if<Unload>(&request.task);
  actors_.file = load ? load->id : unload ? unload->id : kNobody;
  actors_.without = request.without;
  return validate(response) && acts_for_itself(response, actors_);
}

// When a version fails to load, the version before keeps running.
void WorkerJudge::track_loaded(const Response& response) {
  if (const auto* load = std::get_if<PluginSource>(&answered_.task);
      load && response.verdict.passed && !is_words(load->role))
    actors_.add(load->id, load->role);
  if (const auto* unload = std::get_if<Unload>(&answered_.task)) actors_.remove(unload->id);
}

void WorkerJudge::on_faults(const Response& response) {
  for (const auto& fault : response.faults) {
    auto* plugin = plugins_.find(fault.plugin);
    note(Note::Level::error,
         plugin ? fmt::format("{}: {}", plugin->file.name, fault.what) : fault.what);
    if (plugin && !fault.of_old_version)
      note_fault(*plugin, cause_of(answered_, state_.room), fault.command);
  }
}

// Swaps both into the slot, and leaves `event` and `response` its old contents, whose memory they
// re-use.
void WorkerJudge::complete_event(room::Event& event, Response& response) {
  --held_;
  crashes_on_head_ = 0;
  if (const auto* saying = std::get_if<room::MessageEvent>(&event);
      saying && !response.filter_effects.empty()) {
    const auto author = state_.room.name_of_admitted(saying->who);
    filter_log_.add(*saying, author.empty() ? "?" : std::string(author),
                    std::move(response.filter_effects));
  }
  auto& judged = judged_.next_slot();
  std::swap(judged.event, event);
  std::swap(judged.verdict, response.verdict);
}

// Mirrors the plugins' stores, so that the next worker starts with them.
void WorkerJudge::mirror_store_puts(const room::Verdict& verdict) {
  for (const auto& action : verdict.actions) {
    const auto* keep = std::get_if<room::StorePut>(&action);
    auto* plugin = keep ? plugins_.find(keep->owner) : nullptr;
    if (!plugin) continue;
    auto& table = std::get<Table>(plugin->file.stored.data);
    const bool one_more = !keep->value.is_nil() && !table.field(keep->key);
    if (!one_more || table.fields.size() < kMaxStored) room::apply(*keep, table);
  }
}

void WorkerJudge::on_loaded(const PluginSource& file, Response& response) {
  if (file.role == Role::wording && wordings_awaited_ > 0) --wordings_awaited_;
  const auto words = plugins_.loaded(file, response.verdict.passed, response.verdict.reason,
                                     std::move(response.details));
  const auto asked = requested_reloads_.find(file.id);
  const bool asked_for = asked != requested_reloads_.end() && asked->second == file.source;
  if (asked_for) requested_reloads_.erase(asked);
  if (!words.empty()) return note(Note::Level::error, words);
  const auto* plugin = plugins_.find(file.id);
  if (!plugin || plugin->state != State::on || !response.verdict.passed) return;
  if (asked_for) note(Note::Level::information, file.path + " is live");
  if (!is_words(file.role))
    report_lifecycle(*plugin, to_value({std::nullopt, {}, plugin->closed()}));
  if (file.role != Role::wording) return;
  state_.host_messages = room::host_messages_of(plugin->details);
}

// The next version gets what this one returned: in this host, or after shutdown in the next.
void WorkerJudge::on_unloaded(const Unload& task, Response& response) {
  auto* plugin = plugins_.find(task.id);
  if (!plugin || plugin->state == State::gone) return;
  const auto closed = plugin->closed();
  const auto next_host = shutting_down_ ? shutdown_reason_ : LoadReason::restart;
  report_lifecycle(*plugin, to_value({next_host, response.details, closed}));
  plugins_.unloaded(*plugin, std::move(response.details),
                    shutting_down_ ? shutdown_reason_ : LoadReason::changed);
}

// Only scripts and plugins have a lifecycle.
void WorkerJudge::report_lifecycle(const PluginEntry& plugin, const Value& record) {
  if (is_words(plugin.file.role)) return;
  judged_.push_back(
      {room::WorkerActivity{}, {true, {}, {room::Lifecycle{plugin.file.id, record}}}});
}

void WorkerJudge::note(Note::Level level, std::string text) {
  notes_.push_back({level, std::move(text)});
}

PluginCounters WorkerJudge::counters_of(const PluginEntry& plugin) const {
  PluginCounters use = plugin.past_counters;
  if (worker_.running()) use += worker_.counters(plugin.file.id);
  return use;
}

}  // namespace moonroom::ring
