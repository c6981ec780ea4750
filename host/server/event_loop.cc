#include "server/event_loop.h"

#include <signal.h>

#include <chrono>
#include <system_error>
#include <utility>

#include "server/handover.h"

namespace moonroom::server {
namespace {

void check(int result, const char* what) {
  if (result < 0) throw std::system_error(-result, std::generic_category(), what);
}

// uv_poll_stop costs a system call even on an inactive handle.
void stop(uv_poll_t& source) {
  if (uv_is_active(reinterpret_cast<uv_handle_t*>(&source))) uv_poll_stop(&source);
}

// A signal that was ignored before (nohup(1)) stays ignored.
bool is_ignored(int number) {
  struct sigaction action {};
  return ::sigaction(number, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

}  // namespace

EventLoop::EventLoop(const Dependencies& dependencies) : host_(dependencies) {
  check(uv_loop_init(&loop_), "event loop");
  check(uv_timer_init(&loop_, &alarm_), "timer");
  alarm_.data = this;
  for (auto& each : host_.watched()) watch(std::move(each));
  watch_folders(dependencies.library, dependencies.log);
  listen_for(SIGINT, [this] { host_.end_room(); });
  if (!is_ignored(SIGHUP)) listen_for(SIGHUP, [this] { host_.hang_up(); });
  listen_for(SIGTERM, [this] { host_.suspend(); });
  listen_for(SIGUSR2, [this] { host_.upgrade(); });
  hold_signals(false);
  listen_for(SIGCHLD, [this] { host_.on_child_exit(); });
}

EventLoop::~EventLoop() {
  files_.reset();
  uv_walk(
      &loop_,
      [](uv_handle_t* handle, void*) {
        if (!uv_is_closing(handle)) uv_close(handle, nullptr);
      },
      nullptr);
  uv_run(&loop_, UV_RUN_DEFAULT);
  uv_loop_close(&loop_);
}

// ── Event sources ───────────────────────────────────────────────────────────────────────────────

// Prioritized: the error queue, with SO_SELECT_ERR_QUEUE.
void EventLoop::watch(WatchedDescriptor watched) {
  if (watched.descriptor < 0) return;
  auto& source = descriptors_.emplace_back();
  source.loop = this;
  source.watched = std::move(watched);
  source.handle.data = &source;
  const int events = UV_READABLE | (source.watched.on_reports ? UV_PRIORITIZED : 0);
  check(uv_poll_init(&loop_, &source.handle, source.watched.descriptor), "poll");
  check(uv_poll_start(&source.handle, events,
                      [](uv_poll_t* handle, int, int happened) {
                        const auto& of = *static_cast<Descriptor*>(handle->data);
                        of.loop->run_turn(happened & UV_PRIORITIZED ? of.watched.on_reports
                                                                    : of.watched.on_readable);
                      }),
        "poll");
}

void EventLoop::listen_for(int number, TurnPart part) {
  auto& source = signals_.emplace_back();
  source.loop = this;
  source.part = std::move(part);
  source.handle.data = &source;
  const auto on_signal = [](uv_signal_t* handle, int) {
    const auto& of = *static_cast<Signal*>(handle->data);
    of.loop->run_turn(of.part);
  };
  check(uv_signal_init(&loop_, &source.handle), "signal");
  check(uv_signal_start(&source.handle, on_signal, number), "signal");
}

void EventLoop::watch_folders(config::LuaSources& library, logging::HostLog& log) {
  files_.emplace(loop_, library, [this] { run_turn([this] { host_.on_files_changed(); }); });
  if (!files_->watches_all())
    log.warning(
        "the kernel watches no more folders (fs.inotify.max_user_watches): a change of a plugin's "
        "file is noticed within some seconds");
}

// ── Turns ───────────────────────────────────────────────────────────────────────────────────────

void EventLoop::open(std::vector<ring::PluginSource> files, room::Snapshot snapshot) {
  host_.open(std::move(files), std::move(snapshot));
  set_alarm();
}

Ending EventLoop::run() {
  uv_run(&loop_, UV_RUN_DEFAULT);
  // Serves the signals that have arrived; later ones are left to the next host.
  hold_signals(true);
  uv_run(&loop_, UV_RUN_NOWAIT);
  host_.close();
  return host_.ending();
}

void EventLoop::run_turn(const TurnPart& part) {
  host_.turn(part);
  for (auto& source : descriptors_)
    if (source.watched.is_wanted && !source.watched.is_wanted()) stop(source.handle);
  set_alarm();
  if (host_.ended()) uv_stop(&loop_);
}

// The alarm's turn starts with the sockets: after a stall it can fire before datagrams that arrived
// earlier, such as the answer to a probe.
void EventLoop::set_alarm() {
  const auto wait = std::chrono::ceil<std::chrono::milliseconds>(host_.time_to_deadline()).count();
  uv_update_time(&loop_);
  uv_timer_start(
      &alarm_,
      [](uv_timer_t* handle) {
        auto& loop = *static_cast<EventLoop*>(handle->data);
        loop.run_turn([&loop] { loop.host_.on_socket_ready(); });
      },
      static_cast<uint64_t>(wait), 0);
}

}  // namespace moonroom::server
