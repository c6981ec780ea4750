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

EventLoop::EventLoop(const Dependencies& dependencies)
    : admin_(dependencies.admin), host_(dependencies) {
  check(uv_loop_init(&loop_), "event loop");
  check(uv_timer_init(&loop_, &alarm_), "timer");
  alarm_.data = this;
  const auto descriptors = dependencies.sockets.descriptors();
  sockets_.resize(descriptors.size());
  for (size_t i = 0; i < descriptors.size(); ++i) watch_socket(sockets_[i], descriptors[i]);
  watch(judge_, host_.judge().wake_descriptor(), &Server::on_verdicts_ready);
  watch(console_, admin_.descriptor(), &Server::on_console_input);
  watch(console_server_, dependencies.consoles.server_descriptor(), &Server::on_console_input);
  watch(jobs_, host_.job_dispatcher().pool().descriptor(), &Server::on_jobs_ready);
  if (const auto* door = host_.metrics())
    watch(metrics_, door->descriptor(), &Server::on_metrics_request);
  watch_folders(dependencies.library, dependencies.log);
  listen_for(interrupt_, SIGINT, &Server::end_room);
  if (!is_ignored(SIGHUP)) listen_for(hang_up_, SIGHUP, &Server::hang_up);
  listen_for(terminate_, SIGTERM, &Server::suspend);
  listen_for(upgrade_, SIGUSR2, &Server::upgrade);
  hold_signals(false);
  listen_for(child_, SIGCHLD, &Server::on_child_exit);
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

template <class Handle>
void EventLoop::own(Source<Handle>& source, Server::Wakeup part) {
  source.loop = this;
  source.part = part;
  source.handle.data = &source;
}

template <class Handle, class... Rest>
void EventLoop::awaited(Handle* handle, Rest...) {
  const auto& source = *static_cast<Source<Handle>*>(handle->data);
  source.loop->run_turn(source.part);
}

void EventLoop::watch(Descriptor& source, int descriptor, Server::Wakeup part) {
  if (descriptor < 0) return;
  own(source, part);
  check(uv_poll_init(&loop_, &source.handle, descriptor), "poll");
  check(uv_poll_start(&source.handle, UV_READABLE, &awaited), "poll");
}

// Urgent: the error queue, with SO_SELECT_ERR_QUEUE.
void EventLoop::watch_socket(uv_poll_t& source, int descriptor) {
  source.data = this;
  check(uv_poll_init(&loop_, &source, descriptor), "poll");
  check(uv_poll_start(&source, UV_READABLE | UV_PRIORITIZED,
                      [](uv_poll_t* handle, int, int events) {
                        auto& loop = *static_cast<EventLoop*>(handle->data);
                        loop.run_turn(events & UV_PRIORITIZED ? &Server::on_socket_ready
                                                              : &Server::receive_datagrams);
                      }),
        "poll");
}

void EventLoop::listen_for(Signal& source, int number, Server::Wakeup part) {
  own(source, part);
  check(uv_signal_init(&loop_, &source.handle), "signal");
  check(uv_signal_start(&source.handle, &awaited, number), "signal");
}

void EventLoop::watch_folders(config::LuaSources& library, logging::HostLog& log) {
  files_.emplace(loop_, library, [this] { run_turn(&Server::on_files_changed); });
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

Server::Ending EventLoop::run() {
  uv_run(&loop_, UV_RUN_DEFAULT);
  // Serves the signals that have arrived; later ones are left to the next host.
  hold_signals(true);
  uv_run(&loop_, UV_RUN_NOWAIT);
  host_.close();
  return host_.ending();
}

void EventLoop::run_turn(Server::Wakeup part) {
  host_.turn(part);
  if (host_.ending() != Server::Ending::closed)
    for (auto& socket : sockets_) stop(socket);
  if (!admin_.open()) stop(console_.handle);
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
        static_cast<EventLoop*>(handle->data)->run_turn(&Server::on_socket_ready);
      },
      static_cast<uint64_t>(wait), 0);
}

}  // namespace moonroom::server
