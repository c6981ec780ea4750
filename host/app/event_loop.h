// Waits on the socket, the judge, the consoles, signals, files and the clock, and lets the host
// act. One thread, one turn after another (libuv).
#pragma once

#include <uv.h>

#include <optional>
#include <vector>

#include "app/host.h"
#include "app/live_files.h"

namespace moonroom::app {

class EventLoop {
 public:
  /// All must outlive the loop, as the host needs it.
  explicit EventLoop(const Premises& premises);
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;
  ~EventLoop();

  /// Goes on from where the store's room stood, with these files.
  void open(std::vector<ring::Load> files, room::Snapshot snapshot);
  /// Until the room ends.
  Host::Ending run();
  Host& host() { return host_; }

 private:
  /// One descriptor or signal that is waited for, and its part of a turn.
  template <class Handle>
  struct Source {
    Handle handle{};
    EventLoop* loop = nullptr;
    Host::Part part = nullptr;
  };
  using Descriptor = Source<uv_poll_t>;
  using Signal = Source<uv_signal_t>;

  template <class Handle>
  void own(Source<Handle>& source, Host::Part part);
  template <class Handle, class... Rest>
  static void awaited(Handle* handle, Rest...);
  void watch(Descriptor& source, int descriptor, Host::Part part);
  void watch_socket(uv_poll_t& source, int descriptor);
  void listen_for(Signal& source, int number, Host::Part part);
  void watch_folders(Library& library, HostLog& log);
  void take_turn(Host::Part part);
  void set_alarm();

  process::AdminProcess& admin_;
  Host host_;

  uv_loop_t loop_{};
  uv_timer_t alarm_{};
  // Not moved once the loop knows them.
  std::vector<uv_poll_t> sockets_;
  Descriptor judge_;
  Descriptor console_;
  Descriptor door_;
  Descriptor jobs_;
  Descriptor metrics_;
  Signal interrupt_;
  Signal terminate_;
  Signal hang_up_;
  Signal child_;
  Signal upgrade_;
  std::optional<LiveFiles> files_;
};

}  // namespace moonroom::app
