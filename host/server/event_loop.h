// Waits on the sockets, the judge, the consoles, signals, files and the clock, and runs the
// server's turns. One thread, one turn after another (libuv).
#pragma once

#include <uv.h>

#include <optional>
#include <vector>

#include "server/live_files.h"
#include "server/server.h"

namespace moonroom::server {

class EventLoop {
 public:
  /// All must outlive the loop.
  explicit EventLoop(const Dependencies& dependencies);
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;
  ~EventLoop();

  /// Restores the room from the store, and loads these files.
  void open(std::vector<ring::PluginSource> files, room::Snapshot snapshot);
  /// Runs until the room ends.
  Server::Ending run();
  Server& host() { return host_; }

 private:
  /// One descriptor or signal, and its part of a turn.
  template <class Handle>
  struct Source {
    Handle handle{};
    EventLoop* loop = nullptr;
    Server::Wakeup part = nullptr;
  };
  using Descriptor = Source<uv_poll_t>;
  using Signal = Source<uv_signal_t>;

  template <class Handle>
  void own(Source<Handle>& source, Server::Wakeup part);
  template <class Handle, class... Rest>
  static void awaited(Handle* handle, Rest...);
  void watch(Descriptor& source, int descriptor, Server::Wakeup part);
  void watch_socket(uv_poll_t& source, int descriptor);
  void listen_for(Signal& source, int number, Server::Wakeup part);
  void watch_folders(config::LuaSources& library, logging::HostLog& log);
  void run_turn(Server::Wakeup part);
  void set_alarm();

  admin::AdminProcess& admin_;
  Server host_;

  uv_loop_t loop_{};
  uv_timer_t alarm_{};
  // Must not move once the loop knows them.
  std::vector<uv_poll_t> sockets_;
  Descriptor judge_;
  Descriptor console_;
  Descriptor console_server_;
  Descriptor jobs_;
  Descriptor metrics_;
  Signal interrupt_;
  Signal terminate_;
  Signal hang_up_;
  Signal child_;
  Signal upgrade_;
  std::optional<LiveFiles> files_;
};

}  // namespace moonroom::server
