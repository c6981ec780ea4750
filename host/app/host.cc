#include "app/host.h"

#include <malloc.h>
#include <poll.h>

#include <algorithm>
#include <utility>

#include "wire/sealed.h"

namespace moonroom::app {
namespace {

// Many lines at a console, as of a file, do not hold up the room.
constexpr int kLinesATurn = 64;

// Who comes back has two for a moment, and some have just shaken hands and not come in.
constexpr size_t kSessionsAMember = 3;

// A flood is read as long as it takes to send a line to a thousand members.
constexpr int kBatchesATurn = 16;

// Then whoever else waits has a turn: consoles, clocks, children.
constexpr int kPassesATurn = 8;

// A disk that takes nothing is tried again, also when nobody talks.
constexpr auto kBetweenCommits = std::chrono::seconds(2);
constexpr auto kBetweenSavings = std::chrono::seconds(10);

// After a turn nobody knows on disk that it has been sent; if none follows, this is when it is
// said.
constexpr auto kSettling = std::chrono::milliseconds(20);

// What consoles can complete changes with each who comes in, perhaps a thousand at once.
constexpr auto kBetweenTeachings = std::chrono::seconds(1);

// What goes to more than so many takes memory that a quiet room has no use for.
constexpr size_t kMuch = 2000;

// Whoever talks does so oftener.
constexpr auto kRestsAfter = std::chrono::seconds(1);

// A worker is there in some 30 ms; without one, the room begins with the host's own words.
constexpr auto kWordsPatience = std::chrono::seconds(5);
constexpr auto kWordsLook = std::chrono::milliseconds(50);

// What is due already and yet not done, for whatever reason, must not keep the processor busy.
constexpr Duration kShortest = std::chrono::milliseconds(1);

// A class that comes in at once has as many newcomers as the room has places.
session::SessionLimits session_limits(size_t max_members) {
  session::SessionLimits limits;
  limits.in_all = kSessionsAMember * max_members;
  limits.newcomers.in_all = std::max(limits.newcomers.of_network, max_members);
  return limits;
}

}  // namespace

Host::Host(const Premises& premises)
    : library_(premises.library),
      identity_(premises.identity),
      store_(premises.store),
      sockets_(premises.sockets),
      admin_(premises.admin),
      consoles_(premises.consoles),
      log_(premises.log),
      clock_(premises.store, premises.log),
      judge_(premises.options.worker, state_),
      relay_(premises.options.relay, state_, judge_),
      sessions_(
          premises.identity, session_limits(premises.options.relay.max_members),
          [this](wire::SessionId session) { return state_.room.in_session(session) != nullptr; }),
      desk_(premises.options.worker, premises.options.jobs, judge_),
      errands_({state_, judge_, store_, desk_, log_, consoles_}),
      figures_{relay_,
               state_,
               sessions_,
               judge_,
               desk_.pool(),
               store_,
               sockets_,
               log_,
               clock_,
               admin_.pid(),
               std::chrono::steady_clock::now()},
      operator_({relay_,
                 state_,
                 judge_,
                 [this] { return gather(figures_); },
                 [this] { return processes(); },
                 [this](std::string_view name) { return reload(name); },
                 [this] { end_room(); },
                 {premises.options.plugins, premises.options.gallery},
                 [this] { upgrade(); },
                 [this] { return upgrade_.status(); }}),
      metrics_place_(premises.options.metrics),
      upgrade_(premises.self, premises.upgraded),
      activated_(premises.activated) {
  const auto& options = premises.options;
  if (options.metrics) open_metrics(*options.metrics, options.metrics_names);
}

void Host::open(std::vector<ring::Load> files, room::Snapshot snapshot) {
  clock_.begin(snapshot.entries.empty() ? std::nullopt
                                        : std::optional(snapshot.entries.back().time));
  begin_turn();
  if (const auto notice = store_.health().notice; !notice.empty()) log_.warning(notice);
  for (auto& file : files) errands_.inherit(file);
  shown_ = snapshot.last_entry;
  errands_.begin_after(snapshot.last_entry, snapshot.sent);
  relay_.restore(std::move(snapshot), this_turn());
  judge_.start(std::move(files), now_);
  hear_of_files();
  if (operator_.has_plugins_off()) judge_.expect_commands();
  end_turn();
  wait_for_words();
  service_.ready();
  const auto& upgraded = upgrade_.status();
  if (upgraded.state == UpgradeStatus::State::failed) log_.error(to_text(upgraded));
  if (upgraded.state == UpgradeStatus::State::done) log_.information(to_text(upgraded));
}

// A request is read in the words of the room, so none is read before they are known. Meanwhile
// datagrams wait in the socket.
void Host::wait_for_words() {
  const auto until = std::chrono::steady_clock::now() + kWordsPatience;
  while (!judge_.has_words() && std::chrono::steady_clock::now() < until) {
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(patience());
    pollfd awake{judge_.wake_descriptor(), POLLIN, 0};
    ::poll(&awake, 1, static_cast<int>(std::min(wait, kWordsLook).count()));
    turn(&Host::hear_judge);
  }
}

// ── Turns ───────────────────────────────────────────────────────────────────────────────────────

void Host::turn(Part part) {
  begin_turn();
  (this->*part)();
  end_turn();
}

void Host::begin_turn() {
  now_ = clock_.now();
  log_.set_time(clock_.log_time(now_));
  judge_.awake();
  operator_.look(now_.steady);
  // A line that is judged at once never costs a look at the worker.
  if (!judge_.waiting()) next_watch_ = now_.steady + ring::kWatchInterval;
}

void Host::end_turn() {
  take_news_of_sessions();
  relay_.tick(this_turn());
  if (judge_.waiting() && now_.steady >= next_watch_) {
    judge_.watch(now_);
    next_watch_ = now_.steady + ring::kWatchInterval;
  }
  say_all();
  report();
  if (metrics_) metrics_->tick(now_.steady);
  poll_upgrade();
  service_.alive(now_.steady);
  if (!identity_.unsaved().empty() && now_.steady >= next_saving_) keep_identity();
  if (rests_at_ && now_.steady >= *rests_at_) rest();
}

// ── What comes in ───────────────────────────────────────────────────────────────────────────────

// The kernel throws away by chance what finds no room; read, it is weighed by rule. What comes
// while the room is parked is the next host's.
void Host::hear_datagrams() {
  if (ending_ != Ending::closed) return;
  sockets_.begin_turn();
  for (int batches = 0; batches < kBatchesATurn && !sockets_.drained(); ++batches)
    for (const auto& datagram : sockets_.receive(batch_)) take(datagram);
}

void Host::take(const wire::Datagram& datagram) {
  if (wire::protocol_of(datagram.bytes) == wire::Protocol::text)
    return relay_.receive(datagram, this_turn());
  sessions_.receive(datagram, now_, out_, [this](const wire::Datagram& message) {
    relay_.receive_message(message, this_turn());
  });
}

void Host::hear_socket() {
  for (const auto& dead : sockets_.take_unreachable()) relay_.presence().on_unreachable(dead, now_);
  hear_datagrams();
}

// While too much waits to be judged, lines wait in the consoles' processes: none is refused.
void Host::hear_consoles() {
  for (int taken = 0; taken < kLinesATurn && !judge_.busy(); ++taken) {
    const auto line = consoles_.next_line();
    if (!line) return;
    if (const auto language = process::language_in(line->text)) {
      consoles_.speak(line->link, *language);
      consoles_.answer(line->link, {});
      continue;
    }
    const Speaking as(consoles_.language_of(line->link));
    const auto answer = operator_.obey(line->text, now_, out_);
    if (answer)
      consoles_.answer(line->link, *answer, operator_.has_failed());
    else
      consoles_.expect_reply(line->link);
  }
}

void Host::hear_judge() {
  judge_.clear_wake();
}

void Host::hear_monitor() {
  metrics_->serve(now_.steady);
}

void Host::hear_of_child() {
  judge_.watch(now_);
}

void Host::take_news_of_sessions() {
  for (const auto& news : sessions_.take_news()) {
    switch (news.kind) {
      case session::News::Kind::silent:
        relay_.presence().on_silent(news.session, this_turn());
        break;
      case session::News::Kind::heard_again:
        relay_.presence().on_heard_again(news.session, this_turn());
        break;
      case session::News::Kind::over:
        relay_.presence().on_over(news.session, now_);
    }
  }
}

// ── What goes out ───────────────────────────────────────────────────────────────────────────────

// The judge is told first, so that it works while this process sends.
void Host::say_all() {
  unfinished_ = true;
  for (int pass = 0; unfinished_ && pass < kPassesATurn; ++pass) {
    if (pass > 0) hear_datagrams();
    judge_.flush();
    const bool settled = relay_.apply_verdicts(this_turn());
    judge_.flush();
    errands_.take(relay_, now_);
    sessions_.carry(out_, now_);
    if (out_.deliveries().size() > kMuch) rests_at_ = now_.steady + kRestsAfter;
    sockets_.send(out_);
    out_.clear();
    errands_.sent();
    unfinished_ = !settled || !judge_.prepare_to_sleep();
  }
}

void Host::report() {
  for (const auto& note : judge_.take_notes()) log_.note(note);
  errands_.run(now_);
  hand_back_jobs();
  show_new_entries();
  teach_consoles();
}

void Host::hand_back_jobs() {
  for (auto& done : desk_.watch(now_)) relay_.job_done(std::move(done), now_);
  judge_.flush();
}

// Who sits at a console sees the room.
void Host::show_new_entries() {
  for (const auto& entry : state_.log.after(shown_))
    if (entry.post.audience.kind != room::Audience::Kind::only) consoles_.show(entry.post.line);
  shown_ = state_.log.last();
}

// Not oftener than anybody presses Tab; who comes in between is told of later.
void Host::teach_consoles() {
  const bool attended = consoles_.attended();
  untaught_ = attended && now_.steady < next_teaching_;
  if (!attended || untaught_) return;
  next_teaching_ = now_.steady + kBetweenTeachings;
  consoles_.teach(operator_.words());
}

void Host::rest() {
  rests_at_.reset();
  out_.rest();
  sockets_.rest();
  state_.room.rest();
  ::malloc_trim(0);
}

// Clients remember the key from their first visit on.
void Host::keep_identity() {
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

Duration Host::patience() const {
  if (unfinished_) return Duration::zero();
  SteadyTime due = now_.steady + std::chrono::hours(1);
  const auto add = [&due](std::optional<SteadyTime> other) {
    due = std::min(due, other.value_or(due));
  };
  if (sessions_.has_news()) add(now_.steady);
  if (judge_.waiting()) add(next_watch_);
  if (!errands_.settled()) add(now_.steady + kSettling);
  if (errands_.is_failing()) add(now_.steady + kBetweenCommits);
  if (!identity_.unsaved().empty()) add(next_saving_);
  if (untaught_) add(next_teaching_);
  if (metrics_) add(metrics_->next_due());
  add(relay_.next_due());
  add(desk_.pool().next_due());
  add(service_.next_due());
  add(sessions_.next_due());
  add(upgrade_.next_due());
  add(rests_at_);
  add(end_by_);
  // Some are due since the beginning of time.
  return std::max(std::max(due, now_.steady) - now_.steady, kShortest);
}

}  // namespace moonroom::app
