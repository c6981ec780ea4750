#include "app/event_loop.h"

#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <system_error>
#include <utility>

#include "app/handover.h"
#include "app/metrics.h"
#include "app/process_table.h"
#include "relay/recall.h"
#include "wire/sealed.h"

namespace moonroom::app {
namespace {

// How long plugins may take to say goodbye when the room ends.
constexpr auto kFarewellPatience = std::chrono::milliseconds(500);

// Lines that have been read are judged before another host goes on, also when the worker has to be
// replaced first.
constexpr auto kParkPatience = std::chrono::seconds(5);

// Many lines at a console, as of a file, do not hold up the room.
constexpr int kLinesATurn = 64;

// Who comes back has two for a moment, and some have just shaken hands and not come in.
constexpr size_t kSessionsAMember = 3;

// A flood is read as long as it takes to send a line to a thousand members.
constexpr int kBatchesATurn = 16;

// Then whoever else waits has a turn: consoles, clocks, children.
constexpr int kPassesATurn = 8;

// After a turn nobody knows on disk that it has been sent; if none follows, this is when it is
// said.
constexpr auto kSettling = std::chrono::milliseconds(20);

// What consoles can complete changes with each who comes in, perhaps a thousand at once.
constexpr auto kBetweenTeachings = std::chrono::seconds(1);

void check(int result, const char* what) {
  if (result < 0) throw std::system_error(-result, std::generic_category(), what);
}

EventLoop& loop_of(void* data) {
  return *static_cast<EventLoop*>(data);
}

Moment clocks() {
  return {std::chrono::steady_clock::now(), std::chrono::time_point_cast<std::chrono::milliseconds>(
                                                std::chrono::system_clock::now())};
}

}  // namespace

EventLoop::EventLoop(const Options& options, const secure::Identity& identity, Library& library,
                     store::Store& store, net::UdpSocket& socket, process::AdminProcess& admin,
                     Consoles& consoles, HostLog& log)
    : library_(library),
      store_(store),
      socket_(socket),
      admin_(admin),
      consoles_(consoles),
      log_(log),
      judge_(options.worker, relay::recall_of(relay_)),
      relay_(options.relay, judge_),
      sessions_(identity, kSessionsAMember * options.relay.max_members),
      desk_(options.worker, options.jobs, judge_),
      errands_({judge_, store, desk_, log, consoles}),
      figures_{relay_, sessions_, judge_,      desk_.pool(),
               store,  socket,    admin.pid(), std::chrono::steady_clock::now()},
      operator_({relay_,
                 judge_,
                 [this] { return gather(figures_); },
                 [this] { return processes(); },
                 [this](std::string_view name) { return reload(name); },
                 [this] { end_room(); },
                 {options.plugins, options.gallery}}) {
  check(uv_loop_init(&loop_), "event loop");
  check(uv_timer_init(&loop_, &alarm_), "timer");
  alarm_.data = this;
  // Urgent: the error queue, with SO_SELECT_ERR_QUEUE.
  watch(socket_poll_, socket.descriptor(), UV_READABLE | UV_PRIORITIZED,
        [](uv_poll_t* handle, int, int events) { loop_of(handle->data).receive(events); });
  watch(judge_poll_, judge_.wake_descriptor(), UV_READABLE, [](uv_poll_t* handle, int, int) {
    loop_of(handle->data).judge_.clear_wake();
    loop_of(handle->data).begin_turn();
    loop_of(handle->data).end_turn();
  });
  watch(admin_poll_, admin.descriptor(), UV_READABLE,
        [](uv_poll_t* handle, int, int) { loop_of(handle->data).hear_consoles(); });
  if (consoles.door_descriptor() >= 0)
    watch(door_poll_, consoles.door_descriptor(), UV_READABLE,
          [](uv_poll_t* handle, int, int) { loop_of(handle->data).hear_consoles(); });
  watch(jobs_poll_, desk_.pool().descriptor(), UV_READABLE, [](uv_poll_t* handle, int, int) {
    loop_of(handle->data).begin_turn();
    loop_of(handle->data).end_turn();
  });
  if (options.metrics) open_metrics(*options.metrics);
  folder_watch_.emplace(loop_, library.folders(), [this] {
    begin_turn();
    look_for_changes();
    end_turn();
  });
  const auto end = [](uv_signal_t* handle, int) {
    loop_of(handle->data).begin_turn();
    loop_of(handle->data).end_room();
    loop_of(handle->data).end_turn();
  };
  listen_for(interrupt_, SIGINT, end);
  listen_for(hang_up_, SIGHUP, end);
  listen_for(terminate_, SIGTERM,
             [](uv_signal_t* handle, int) { loop_of(handle->data).park(Ending::parked); });
  listen_for(upgrade_, SIGUSR2,
             [](uv_signal_t* handle, int) { loop_of(handle->data).park(Ending::handed_on); });
  hold_signals(false);
  listen_for(child_, SIGCHLD, [](uv_signal_t* handle, int) {
    auto& loop = loop_of(handle->data);
    loop.begin_turn();
    loop.judge_.watch(loop.now_);
    loop.end_turn();
  });
}

EventLoop::~EventLoop() {
  folder_watch_.reset();
  uv_walk(
      &loop_,
      [](uv_handle_t* handle, void*) {
        if (!uv_is_closing(handle)) uv_close(handle, nullptr);
      },
      nullptr);
  uv_run(&loop_, UV_RUN_DEFAULT);
  uv_loop_close(&loop_);
}

void EventLoop::watch(uv_poll_t& handle, int descriptor, int events, uv_poll_cb callback) {
  check(uv_poll_init(&loop_, &handle, descriptor), "poll");
  handle.data = this;
  check(uv_poll_start(&handle, events, callback), "poll");
}

// The room is worth more than its metrics: it goes on without them.
void EventLoop::open_metrics(const wire::Endpoint& where) {
  auto door = MetricsDoor::open(where, [this] { return to_metrics(gather(figures_)); });
  if (!door) return log_.warning(door.error().what);
  metrics_ = std::move(*door);
  watch(metrics_poll_, metrics_->descriptor(), UV_READABLE, [](uv_poll_t* handle, int, int) {
    auto& loop = loop_of(handle->data);
    loop.begin_turn();
    loop.metrics_->serve(loop.now_.steady);
    loop.end_turn();
  });
}

void EventLoop::listen_for(uv_signal_t& handle, int number, uv_signal_cb callback) {
  check(uv_signal_init(&loop_, &handle), "signal");
  handle.data = this;
  check(uv_signal_start(&handle, callback, number), "signal");
}

EventLoop::Ending EventLoop::run(std::vector<ring::Load> files, room::Snapshot snapshot) {
  begin_turn();
  if (!folder_watch_->watches_all())
    log_.warning("a change of a plugin's file will not be noticed: /plugin load NAME loads it");
  if (const auto notice = store_.health().notice; !notice.empty()) log_.warning(notice);
  for (auto& file : files) file.kept = errands_.kept_by(file);
  shown_ = snapshot.last_entry;
  errands_.begin_after(snapshot.last_entry, snapshot.sent);
  relay_.restore(std::move(snapshot), now_, out_);
  judge_.start(std::move(files), now_);
  end_turn();
  service_.ready();
  uv_run(&loop_, UV_RUN_DEFAULT);
  // What came in the last moment is heard; what comes from here on is for the next host.
  hold_signals(true);
  uv_run(&loop_, UV_RUN_NOWAIT);
  errands_.take(relay_, now_);
  if (ending_ != Ending::handed_on) service_.stopping();
  if (ending_ == Ending::closed) consoles_.close("the room is closed");
  return ending_;
}

// ── One turn ────────────────────────────────────────────────────────────────────────────────────

void EventLoop::begin_turn() {
  now_ = clocks();
  judge_.awake();
  operator_.look(now_.steady);
  // A line that is judged at once never costs a look at the worker.
  if (!judge_.waiting()) next_watch_ = now_.steady + ring::kWatchInterval;
}

void EventLoop::receive(int events) {
  begin_turn();
  if (events & UV_PRIORITIZED)
    for (const auto& dead : socket_.take_unreachable()) relay_.unreachable(dead, now_);
  // What comes while the room is parked is the next host's.
  if ((events & UV_READABLE) && ending_ == Ending::closed) receive_all();
  end_turn();
}

// The kernel throws away by chance what finds no room; read, it is weighed by rule.
void EventLoop::receive_all() {
  for (int batches = 0; batches < kBatchesATurn; ++batches) {
    const auto datagrams = socket_.receive(batch_);
    for (const auto& datagram : datagrams) take(datagram);
    if (datagrams.size() < net::Batch::kDatagrams) return;
  }
}

void EventLoop::take(const wire::Datagram& datagram) {
  if (wire::protocol_of(datagram.bytes) == wire::Protocol::text)
    return relay_.handle(datagram, now_, out_);
  sessions_.receive(datagram, now_, out_, [this](const wire::Datagram& message) {
    relay_.handle_message(message, now_, out_);
  });
}

void EventLoop::hear_of_sessions() {
  for (const auto& news : sessions_.take_news()) {
    switch (news.kind) {
      case session::News::Kind::silent:
        relay_.session_silent(news.session, now_, out_);
        break;
      case session::News::Kind::heard_again:
        relay_.session_heard_again(news.session, now_, out_);
        break;
      case session::News::Kind::over:
        relay_.session_over(news.session, now_);
    }
  }
}

void EventLoop::hear_consoles() {
  begin_turn();
  // While too much waits to be judged, lines wait in the consoles' processes: none is refused.
  for (int taken = 0; taken < kLinesATurn && !judge_.busy(); ++taken) {
    const auto line = consoles_.next_line();
    if (!line) break;
    const auto answer = operator_.obey(line->text, now_, out_);
    if (answer)
      consoles_.answer(line->link, *answer);
    else
      consoles_.expect_reply(line->link);
  }
  if (!admin_.open()) uv_poll_stop(&admin_poll_);
  end_turn();
}

// The judge is told first, so that it works while this process sends.
void EventLoop::end_turn() {
  hear_of_sessions();
  relay_.tick(now_, out_);
  if (judge_.waiting() && now_.steady >= next_watch_) {
    judge_.watch(now_);
    next_watch_ = now_.steady + ring::kWatchInterval;
  }
  unfinished_ = true;
  for (int pass = 0; unfinished_ && pass < kPassesATurn; ++pass) {
    if (pass > 0 && ending_ == Ending::closed) receive_all();
    judge_.flush();
    const bool settled = relay_.settle(now_, out_);
    judge_.flush();
    errands_.take(relay_, now_);
    sessions_.carry(out_, now_);
    socket_.send(out_);
    out_.clear();
    errands_.sent();
    unfinished_ = !settled || !judge_.prepare_to_sleep();
  }
  report();
  if (metrics_) metrics_->tick(now_.steady);
  service_.alive(now_.steady);
  set_alarm();
  if (ended()) uv_stop(&loop_);
}

void EventLoop::report() {
  for (const auto& note : judge_.take_notes()) log_.note(note);
  errands_.run(now_);
  hand_back_jobs();
  show_new_entries();
  teach_consoles();
}

// Not oftener than anybody presses Tab; who comes in between is told of later.
void EventLoop::teach_consoles() {
  const bool attended = consoles_.attended();
  untaught_ = attended && now_.steady < next_teaching_;
  if (!attended || untaught_) return;
  next_teaching_ = now_.steady + kBetweenTeachings;
  consoles_.teach(operator_.words());
}

void EventLoop::hand_back_jobs() {
  for (auto& done : desk_.watch(now_)) relay_.job_done(std::move(done), now_);
  judge_.flush();
}

// Who sits at a console sees the room.
void EventLoop::show_new_entries() {
  for (const auto& entry : relay_.log().after(shown_))
    if (entry.post.audience.kind != room::Audience::Kind::only) consoles_.show(entry.post.line);
  shown_ = relay_.log().last();
}

void EventLoop::set_alarm() {
  auto due = relay_.next_due().value_or(now_.steady + std::chrono::hours(1));
  if (judge_.waiting()) due = std::min(due, next_watch_);
  if (const auto impatient = desk_.pool().next_due()) due = std::min(due, *impatient);
  if (!errands_.settled()) due = std::min(due, now_.steady + kSettling);
  if (const auto watched = service_.next_due()) due = std::min(due, *watched);
  if (const auto session = sessions_.next_due()) due = std::min(due, *session);
  if (sessions_.has_news()) due = now_.steady;
  if (unfinished_) due = now_.steady;
  if (untaught_) due = std::min(due, next_teaching_);
  if (metrics_) due = std::min(due, metrics_->next_due().value_or(due));
  if (end_by_) due = std::min(due, *end_by_);
  const auto still = std::max(due, now_.steady) - now_.steady;
  const auto wait = std::chrono::ceil<std::chrono::milliseconds>(still).count();
  uv_update_time(&loop_);
  // After a stall the alarm may be first in line, but what arrived before it comes before it: a
  // probe may have been answered long ago.
  uv_timer_start(
      &alarm_,
      [](uv_timer_t* handle) { loop_of(handle->data).receive(UV_READABLE | UV_PRIORITIZED); },
      static_cast<uint64_t>(std::max<int64_t>(wait, unfinished_ ? 0 : 1)), 0);
}

// ── The end, and what the console asks for ──────────────────────────────────────────────────────

void EventLoop::end_room() {
  // Who was about to be another host is to be none.
  if (ending_ == Ending::handed_on) ending_ = Ending::parked;
  if (end_by_) return;
  relay_.close(now_, out_);
  judge_.farewell(now_);
  end_by_ = now_.steady + kFarewellPatience;
}

// Without a disk there is nothing to go on from: the room ends for everybody. Datagrams that come
// now stay in the socket, for whoever gets it.
void EventLoop::park(Ending ending) {
  begin_turn();
  const bool lasts = store_.health().on_disk;
  if (!lasts && ending == Ending::handed_on)
    log_.warning(
        "nothing is kept on disk, so no other program could go on; name a folder with --data");
  if (ending == Ending::parked && (!lasts || end_by_)) end_room();
  if (lasts && !end_by_) {
    uv_poll_stop(&socket_poll_);
    relay_.hurry(now_);
    judge_.farewell(now_);
    end_by_ = now_.steady + kParkPatience;
    ending_ = ending;
  }
  end_turn();
}

bool EventLoop::ended() const {
  const bool all_said = !judge_.waiting() && !sessions_.parting();
  return end_by_ && (all_said || now_.steady >= *end_by_);
}

std::vector<Row> EventLoop::processes() const {
  std::vector<Row> rows = {process_heading(), process_row("relay", ::getpid(), 0),
                           process_row("admin", admin_.pid(), 0),
                           process_row("plugins", judge_.worker().pid(), judge_.restarts())};
  for (const auto& job : desk_.pool().running_jobs())
    rows.push_back(process_row(desk_.title(job.id()), job.child().pid(), 0));
  for (const int pid : consoles_.attached()) rows.push_back(process_row("console", pid, 0));
  return rows;
}

// ── Files of Lua ────────────────────────────────────────────────────────────────────────────────

void EventLoop::load(ring::Load file) {
  file.kept = errands_.kept_by(file);
  judge_.load(std::move(file), now_);
}

void EventLoop::look_for_changes() {
  auto changes = library_.look();
  for (const auto& wrong : changes.wrong) log_.error(wrong);
  for (const auto& path : changes.gone) judge_.unload(path, now_);
  for (auto& file : changes.changed) load(std::move(file));
}

std::string EventLoop::reload(std::string_view name) {
  const auto* plugin = judge_.named(name);
  if (!plugin) return fmt::format("there is no plugin {}; /plugin list lists them", name);
  auto file = library_.read_again(plugin->file);
  if (!file) return file.error().what;
  load(std::move(*file));
  return {};
}

}  // namespace moonroom::app
