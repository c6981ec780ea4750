#include "server/server.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "admin/process_table.h"
#include "terminal/tty.h"

namespace moonroom::server {
namespace {

// Then the other sources get a turn: consoles, timers, children.
constexpr int kPassesPerTurn = 8;

// A worker starts in some 30 ms; without one, the room begins with the host's default messages.
constexpr auto kWordingTimeout = std::chrono::seconds(5);
constexpr auto kWordingPoll = std::chrono::milliseconds(50);

}  // namespace

Server::Server(const Dependencies& dependencies)
    : uses_(dependencies),
      clock_(uses_.store, uses_.log),
      judge_(uses_.options.worker, state_),
      relay_(uses_.options.relay, state_, judge_),
      transport_(uses_.sockets, uses_.identity, state_, relay_, uses_.options.relay.max_members),
      job_dispatcher_(uses_.options.worker, uses_.options.jobs, judge_),
      metrics_({relay_, state_, transport_.sessions(), judge_, job_dispatcher_.pool(), uses_.store,
                uses_.sockets, uses_.log, clock_, uses_.admin.pid(),
                std::chrono::steady_clock::now()}),
      consoles_(uses_.consoles, command_context()),
      effect_runner_({state_, judge_, uses_.store, job_dispatcher_, uses_.log, consoles_}),
      source_loader_(uses_.library, judge_, effect_runner_, uses_.log),
      worker_timer_(judge_),
      identity_saver_(uses_.identity, uses_.log),
      memory_trimmer_(transport_, state_.room),
      upgrade_(uses_.self, uses_.upgraded, {uses_.store, judge_.plugins(), uses_.log}),
      deadlines_(tasks()) {
  metrics_.open(uses_.options.metrics, uses_.options.metrics_names, uses_.log);
}

admin::CommandContext Server::command_context() {
  return {relay_,
          state_,
          judge_,
          [this] { return metrics_.figures(); },
          [this] { return processes(); },
          [this](std::string_view name) { return source_loader_.reload(name, now_); },
          [this] { end_room(); },
          {uses_.options.plugins, uses_.options.gallery},
          [this] { upgrade(); },
          [this] { return upgrade_.status(); }};
}

std::vector<admin::Row> Server::processes() const {
  std::vector<admin::Row> rows = {
      admin::process_heading(), admin::process_row("relay", ::getpid(), 0),
      admin::process_row("admin", uses_.admin.pid(), 0),
      admin::process_row("plugins", judge_.worker().pid(), judge_.restarts())};
  for (const auto& job : job_dispatcher_.pool().running_jobs())
    rows.push_back(admin::process_row(job_dispatcher_.title(job.id()), job.child().pid(), 0));
  for (const int pid : consoles_.attached()) rows.push_back(admin::process_row("console", pid, 0));
  return rows;
}

void Server::open(std::vector<ring::PluginSource> files, room::Snapshot snapshot) {
  clock_.begin(snapshot.entries.empty() ? std::nullopt
                                        : std::optional(snapshot.entries.back().time));
  begin_turn();
  if (const auto notice = uses_.store.health().notice; !notice.empty()) uses_.log.warning(notice);
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
  upgrade_.log_outcome();
}

// Requests are parsed by the room's wording, so none is read before it is loaded. Meanwhile
// datagrams wait in the socket.
void Server::await_wording() {
  const auto until = std::chrono::steady_clock::now() + kWordingTimeout;
  while (!judge_.has_wording() && std::chrono::steady_clock::now() < until) {
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(time_to_deadline());
    pollfd awake{judge_.wake_descriptor(), POLLIN, 0};
    ::poll(&awake, 1, static_cast<int>(std::min(wait, kWordingPoll).count()));
    turn([this] { judge_.clear_wake(); });
  }
}

// ── Turns ───────────────────────────────────────────────────────────────────────────────────────

// The host stops reading once another one is to continue: datagrams are left to that one.
std::vector<WatchedDescriptor> Server::watched() {
  std::vector<WatchedDescriptor> all = {
      {judge_.wake_descriptor(), [this] { judge_.clear_wake(); }},
      {uses_.admin.descriptor(), [this] { consoles_.on_input(now_); },
       [this] { return uses_.admin.open(); }},
      {uses_.consoles.server_descriptor(), [this] { consoles_.on_input(now_); }},
      // Nothing of its own: each turn collects jobs.
      {job_dispatcher_.pool().descriptor(), [] {}},
      {metrics_.descriptor(), [this] { metrics_.serve(now_.steady); }}};
  for (const int socket : uses_.sockets.descriptors())
    all.push_back({socket, [this] { receive_datagrams(); },
                   [this] { return ending() == Ending::closed; }, [this] { on_socket_ready(); }});
  return all;
}

// Everything that a turn does besides receiving and sending, in this order.
std::vector<Deadlines::Task> Server::tasks() {
  constexpr auto kBefore = Deadlines::Phase::before_sending;
  constexpr auto kAfter = Deadlines::Phase::after_sending;
  return {
      {kBefore, [this] { transport_.drain_session_events(now_); },
       [this] { return transport_.next_due(); }},
      {kBefore,
       [this] {
         if (consoles_.has_more()) consoles_.on_input(now_);
       }},
      {kBefore, [this] { relay_.tick(this_turn()); }, [this] { return relay_.next_due(); }},
      {kBefore, [this] { worker_timer_.tick(now_); }, [this] { return worker_timer_.next_due(); }},
      {kAfter,
       [this] {
         for (const auto& note : judge_.drain_notes()) uses_.log.note(note);
       }},
      {kAfter, [this] { effect_runner_.run(now_); },
       [this] { return effect_runner_.next_due(now_.steady); }},
      {kAfter, [this] { unload_when_closed(); }},
      {kAfter, [this] { collect_jobs(); }, [this] { return job_dispatcher_.pool().next_due(); }},
      {kAfter, [this] { consoles_.end_turn(now_.steady); },
       [this] { return consoles_.next_due(); }},
      {kAfter, [this] { metrics_.tick(now_.steady); }, [this] { return metrics_.next_due(); }},
      {kAfter,
       [this] {
         if (upgrade_.poll(now_.steady)) end_as(Ending::handed_over);
       },
       [this] { return upgrade_.next_due(); }},
      {kAfter, [this] { systemd_.alive(now_.steady); }, [this] { return systemd_.next_due(); }},
      {kAfter, [this] { identity_saver_.tick(now_.steady); },
       [this] { return identity_saver_.next_due(); }},
      {kAfter, [this] { memory_trimmer_.tick(now_.steady); },
       [this] { return memory_trimmer_.next_due(); }},
      {kAfter, {}, [this] { return lifecycle_.next_due(); }},
  };
}

void Server::turn(const TurnPart& part) {
  begin_turn();
  part();
  end_turn();
}

void Server::begin_turn() {
  now_ = clock_.now();
  uses_.log.set_time(clock_.log_time(now_));
  judge_.disarm_wakeup();
  consoles_.begin_turn(now_.steady);
  worker_timer_.begin_turn(now_.steady);
}

void Server::end_turn() {
  deadlines_.run(Deadlines::Phase::before_sending);
  apply_and_send();
  deadlines_.run(Deadlines::Phase::after_sending);
}

Duration Server::time_to_deadline() const {
  return unfinished_ ? Duration::zero() : deadlines_.time_left(now_.steady);
}

// ── Input and output ────────────────────────────────────────────────────────────────────────────

// Datagrams that arrive while the room is suspended are left to the next host.
void Server::receive_datagrams() {
  if (ending() == Ending::closed) transport_.receive(now_);
}

void Server::on_socket_ready() {
  transport_.on_reports(now_);
  receive_datagrams();
}

// Flushes the judge first, so that the worker runs while this process sends.
void Server::apply_and_send() {
  unfinished_ = true;
  for (int pass = 0; unfinished_ && pass < kPassesPerTurn; ++pass) {
    if (pass > 0) receive_datagrams();
    judge_.flush();
    const bool settled = relay_.apply_verdicts(this_turn());
    judge_.flush();
    effect_runner_.collect(relay_, now_);
    memory_trimmer_.on_sent(transport_.send(now_), now_.steady);
    effect_runner_.mark_sent();
    unfinished_ = !settled || !judge_.arm_wakeup();
  }
}

void Server::collect_jobs() {
  for (auto& done : job_dispatcher_.watch(now_)) relay_.on_job_done(std::move(done), now_);
  judge_.flush();
}

// ── Ending ──────────────────────────────────────────────────────────────────────────────────────

void Server::end_as(Ending wanted) {
  upgrade_.give_up();
  if (!lifecycle_.try_end(wanted, uses_.store.health().on_disk, now_.steady)) return;
  if (ending() == Ending::closed) return relay_.close(this_turn());
  relay_.release_presence(now_);
  judge_.shutdown(now_, ending() == Ending::handed_over ? ring::LoadReason::upgrade
                                                        : ring::LoadReason::restart);
}

// The plugins judge how the members leave.
void Server::unload_when_closed() {
  if (lifecycle_.is_ending() && state_.is_closed && !judge_.is_shutting_down())
    judge_.shutdown(now_);
}

bool Server::ended() const {
  const bool is_drained =
      !judge_.waiting() && judge_.is_drained() && !transport_.sessions().table().is_closing();
  return lifecycle_.is_over(is_drained, now_.steady);
}

// If plugins have held up the end of the room, its members are told all the same.
void Server::close() {
  if (ending() == Ending::closed && !state_.is_closed) {
    relay_.close_now(this_turn());
    apply_and_send();
  }
  clock_.keep();
  effect_runner_.collect(relay_, now_);
  if (ending() != Ending::handed_over) uses_.sockets.forget_errors();
  if (ending() != Ending::handed_over) systemd_.stopping();
  if (ending() == Ending::closed) consoles_.close("the room is closed");
}

void Server::upgrade() {
  if (!lifecycle_.is_ending()) upgrade_.request(preflight_request(), now_.steady);
}

PreflightRequest Server::preflight_request() const {
  return {{},
          identity_of_file(uses_.store.lock_descriptor()),
          uses_.sockets.locals(),
          uses_.activated,
          uses_.options.metrics};
}

// A host at a terminal ends with it, like any program. Elsewhere, SIGHUP comes from tools that have
// rotated a log or changed the options.
void Server::hang_up() {
  if (uses_.admin.interactive() && terminal::has_gone(STDIN_FILENO)) return end_room();
  uses_.log.reopen();
  upgrade();
}

}  // namespace moonroom::server
