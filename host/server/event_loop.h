// Waits on the server's descriptors, signals, files and the clock, and runs the server's turns. One
// thread, one turn after another (libuv).
#pragma once

#include <uv.h>

#include <deque>
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
  Ending run();
  Server& host() { return host_; }

 private:
  struct Descriptor {
    uv_poll_t handle{};
    EventLoop* loop = nullptr;
    WatchedDescriptor watched;
  };
  struct Signal {
    uv_signal_t handle{};
    EventLoop* loop = nullptr;
    TurnPart part;
  };

  void watch(WatchedDescriptor watched);
  void listen_for(int number, TurnPart part);
  void watch_folders(config::LuaSources& library, logging::HostLog& log);
  void run_turn(const TurnPart& part);
  void set_alarm();

  Server host_;
  uv_loop_t loop_{};
  uv_timer_t alarm_{};
  // Deques, because the handles must not move once the loop knows them.
  std::deque<Descriptor> descriptors_;
  std::deque<Signal> signals_;
  std::optional<LiveFiles> files_;
};

}  // namespace moonroom::server
