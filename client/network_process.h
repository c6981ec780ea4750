// The network half, seen from the terminal half: a forked process in a process group of its own, so
// that Ctrl-Z stops only who owns the terminal and nobody in the room takes us for dead.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/unique_fd.h"
#include "client/messages.h"
#include "client/network_half.h"
#include "process/child.h"

namespace moonroom::client {

class NetworkProcess {
 public:
  /// Call it before a terminal is opened. The process leaves the room when this one dies.
  static NetworkProcess start(const NetworkSettings& settings);
  NetworkProcess(NetworkProcess&&) = default;
  NetworkProcess& operator=(NetworkProcess&&) = delete;
  /// Gives it time for its goodbye.
  ~NetworkProcess();

  /// Readable when there are events.
  int descriptor() const { return socket_.get(); }
  void send(const Order& order);
  /// The next events, at least one; nothing when there are none for now. Never waits.
  std::optional<std::vector<Event>> next();
  /// The process has gone, and everything that it told has been taken.
  bool gone() const { return gone_; }

 private:
  NetworkProcess(process::Child child, UniqueFd socket);

  process::Child child_;
  UniqueFd socket_;
  bool gone_ = false;
};

}  // namespace moonroom::client
