#include "server/server.h"

#include <malloc.h>
#include <poll.h>

#include <algorithm>
#include <utility>

#include "wire/sealed.h"

namespace moonroom::server {
namespace {

// A returning member has two for a moment, and some clients have shaken hands and not joined.
constexpr size_t kSessionsPerMember = 3;

// Reading a flood may take as long as sending a line to a thousand members.
constexpr int kBatchesPerTurn = 16;

// Then the other sources get a turn: consoles, timers, children.
constexpr int kPassesPerTurn = 8;

// A failing disk is tried again, even when no member writes.
constexpr auto kBetweenCommits = std::chrono::seconds(2);
constexpr auto kBetweenSavings = std::chrono::seconds(10);

// Delay of the commit that records a turn's entries as sent, if no later turn commits.
constexpr auto kSettling = std::chrono::milliseconds(20);

// A turn with more deliveries allocates memory that a quiet room does not need.
constexpr size_t kManyDeliveries = 2000;

// Longer than the pauses of a conversation.
constexpr auto kTrimAfter = std::chrono::seconds(1);

// A worker starts in some 30 ms; without one, the room begins with the host's default messages.
constexpr auto kWordingTimeout = std::chrono::seconds(5);
constexpr auto kWordingPoll = std::chrono::milliseconds(50);

// Lower bound on the timer, so that an overdue deadline cannot spin the loop.
constexpr Duration kMinTimer = std::chrono::milliseconds(1);

// A class that joins at once has as many handshakes as the room has places.
session::SessionLimits session_limits(size_t max_members) {
  session::SessionLimits limits;
  limits.in_all = kSessionsPerMember * max_members;
  limits.newcomers.in_all = std::max(limits.newcomers.of_network, max_members);
  return limits;
}

}  // namespace

Server::Server(const Dependencies& dependencies)
    : lua_sources_(dependencies.library),
      identity_(dependencies.identity),
      store_(dependencies.store),
      sockets_(dependencies.sockets),
      admin_(dependencies.admin),
      log_(dependencies.log),
      clock_(dependencies.store, dependencies.log),
      judge_(dependencies.options.worker, state_),
      relay_(dependencies.options.relay, state_, judge_),
      sessions_(
          dependencies.identity, session_limits(dependencies.options.relay.max_members),
          [this](wire::SessionId session) { return state_.room.in_session(session) != nullptr; }),
      job_dispatcher_(dependencies.options.worker, dependencies.options.jobs, judge_),
      metrics_sources_{
          relay_,   state_, sessions_, judge_,       job_dispatcher_.pool(),          store_,
          sockets_, log_,   clock_,    admin_.pid(), std::chrono::steady_clock::now()},
      consoles_(dependencies.consoles,
                {relay_,
                 state_,
                 judge_,
                 [this] { return metrics::collect(metrics_sources_); },
                 [this] { return processes(); },
                 [this](std::string_view name) { return reload(name); },
                 [this] { end_room(); },
                 {dependencies.options.plugins, dependencies.options.gallery},
                 [this] { upgrade(); },
                 [this] { return upgrade_.status(); }}),
      effect_runner_({state_, judge_, store_, job_dispatcher_, log_, consoles_}),
      metrics_place_(dependencies.options.metrics),
      upgrade_(dependencies.self, dependencies.upgraded),
      activated_(dependencies.activated) {
  const auto& options = dependencies.options;
  if (options.metrics) open_metrics(*options.metrics, options.metrics_names);
}

void Server::open(std::vector<ring::PluginSource> files, room::Snapshot snapshot) {
  clock_.begin(snapshot.entries.empty() ? std::nullopt
                                        : std::optional(snapshot.entries.back().time));
  begin_turn();
  if (const auto notice = store_.health().notice; !notice.empty()) log_.warning(notice);
  for (auto& file : files) effect_runner_.inherit(file);
  consoles_.begin_after(snapshot.last_entry);
  effect_runner_.begin_after(snapshot.last_entry, snapshot.sent);
  relay_.restore(std::move(snapshot), this_turn());
  judge_.start(std::move(files), now_);
  on_files_changed();
  if (consoles_.has_plugins_off()) judge_.expect_commands();
  end_turn();
  await_wording();
  systemd_.ready();
  const auto& upgraded = upgrade_.status();
  if (upgraded.state == admin::UpgradeStatus::State::failed) log_.error(admin::to_text(upgraded));
  if (upgraded.state == admin::UpgradeStatus::State::done)
    log_.information(admin::to_text(upgraded));
}

// Requests are parsed by the room's wording, so none is read before it is loaded. Meanwhile
// datagrams wait in the socket.
void Server::await_wording() {
  const auto until = std::chrono::steady_clock::now() + kWordingTimeout;
  while (!judge_.has_wording() && std::chrono::steady_clock::now() < until) {
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(time_to_deadline());
    pollfd awake{judge_.wake_descriptor(), POLLIN, 0};
    ::poll(&awake, 1, static_cast<int>(std::min(wait, kWordingPoll).count()));
    turn(&Server::on_verdicts_ready);
  }
}

// ── Turns ───────────────────────────────────────────────────────────────────────────────────────

void Server::turn(Wakeup part) {
  begin_turn();
  (this->*part)();
  end_turn();
}

void Server::begin_turn() {
  now_ = clock_.now();
  log_.set_time(clock_.log_time(now_));
  judge_.disarm_wakeup();
  consoles_.begin_turn(now_.steady);
  // A line that is judged at once does not cause a check of the worker.
  if (!judge_.waiting()) next_watch_ = now_.steady + ring::kWatchInterval;
}

void Server::end_turn() {
  drain_session_events();
  relay_.tick(this_turn());
  if (judge_.waiting() && now_.steady >= next_watch_) {
    judge_.check_worker(now_);
    next_watch_ = now_.steady + ring::kWatchInterval;
  }
  apply_and_send();
  report();
  if (metrics_) metrics_->tick(now_.steady);
  poll_upgrade();
  systemd_.alive(now_.steady);
  if (!identity_.unsaved().empty() && now_.steady >= next_saving_) keep_identity();
  if (trim_at_ && now_.steady >= *trim_at_) trim_memory();
}

// ── Input ───────────────────────────────────────────────────────────────────────────────────────

// Reads as much as possible: the kernel drops excess datagrams at random, the relay by rule.
// Datagrams that arrive while the room is suspended are left to the next host.
void Server::receive_datagrams() {
  if (ending_ != Ending::closed) return;
  sockets_.begin_turn();
  for (int batches = 0; batches < kBatchesPerTurn && !sockets_.drained(); ++batches)
    for (const auto& datagram : sockets_.receive(batch_)) dispatch(datagram);
}

void Server::dispatch(const wire::Datagram& datagram) {
  if (wire::protocol_of(datagram.bytes) == wire::Protocol::text)
    return relay_.receive(datagram, this_turn());
  sessions_.receive(datagram, now_, out_, [this](const wire::Datagram& message) {
    relay_.receive_message(message, this_turn());
  });
}

void Server::on_socket_ready() {
  for (const auto& dead : sockets_.drain_unreachable())
    relay_.presence().on_unreachable(dead, now_);
  receive_datagrams();
}

void Server::on_console_input() {
  consoles_.on_input(this_turn());
}

void Server::on_verdicts_ready() {
  judge_.clear_wake();
}

void Server::on_metrics_request() {
  metrics_->serve(now_.steady);
}

void Server::on_child_exit() {
  judge_.check_worker(now_);
}

void Server::drain_session_events() {
  for (const auto& news : sessions_.drain_events()) {
    switch (news.kind) {
      case session::SessionEvent::Kind::silent:
        relay_.presence().on_silent(news.session, this_turn());
        break;
      case session::SessionEvent::Kind::active:
        relay_.presence().on_heard_again(news.session, this_turn());
        break;
      case session::SessionEvent::Kind::ended:
        relay_.presence().on_over(news.session, now_);
    }
  }
}

// ── Output ──────────────────────────────────────────────────────────────────────────────────────

// Flushes the judge first, so that the worker runs while this process sends.
void Server::apply_and_send() {
  unfinished_ = true;
  for (int pass = 0; unfinished_ && pass < kPassesPerTurn; ++pass) {
    if (pass > 0) receive_datagrams();
    judge_.flush();
    const bool settled = relay_.apply_verdicts(this_turn());
    judge_.flush();
    effect_runner_.collect(relay_, now_);
    sessions_.flush(out_, now_);
    if (out_.deliveries().size() > kManyDeliveries) trim_at_ = now_.steady + kTrimAfter;
    sockets_.send(out_);
    out_.clear();
    effect_runner_.sent();
    unfinished_ = !settled || !judge_.arm_wakeup();
  }
}

void Server::report() {
  for (const auto& note : judge_.drain_notes()) log_.note(note);
  effect_runner_.run(now_);
  collect_jobs();
  consoles_.end_turn(now_.steady);
}

void Server::collect_jobs() {
  for (auto& done : job_dispatcher_.watch(now_)) relay_.on_job_done(std::move(done), now_);
  judge_.flush();
}

void Server::trim_memory() {
  trim_at_.reset();
  out_.trim_memory();
  sockets_.trim_memory();
  state_.room.trim_memory();
  ::malloc_trim(0);
}

// Clients remember the key from their first visit on.
void Server::keep_identity() {
  const bool first = next_saving_ == SteadyTime();
  next_saving_ = now_.steady + kBetweenSavings;
  identity_.save();
  if (identity_.unsaved().empty())
    log_.information("the room's key is on disk now");
  else if (first)
    log_.warning(
        "the room's key is not on disk, and clients will be warned when another host starts "
        "with another one: " +
        identity_.unsaved());
}

Duration Server::time_to_deadline() const {
  if (unfinished_) return Duration::zero();
  SteadyTime due = now_.steady + std::chrono::hours(1);
  const auto add = [&due](std::optional<SteadyTime> other) {
    due = std::min(due, other.value_or(due));
  };
  if (sessions_.table().has_events()) add(now_.steady);
  if (judge_.waiting()) add(next_watch_);
  if (!effect_runner_.settled()) add(now_.steady + kSettling);
  if (effect_runner_.is_failing()) add(now_.steady + kBetweenCommits);
  if (!identity_.unsaved().empty()) add(next_saving_);
  if (metrics_) add(metrics_->next_due());
  add(relay_.next_due());
  add(job_dispatcher_.pool().next_due());
  add(systemd_.next_due());
  add(sessions_.next_due());
  add(upgrade_.next_due());
  add(consoles_.next_due());
  add(trim_at_);
  add(end_by_);
  // Some deadlines are the default SteadyTime, long past.
  return std::max(std::max(due, now_.steady) - now_.steady, kMinTimer);
}

}  // namespace moonroom::server
