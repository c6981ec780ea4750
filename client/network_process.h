// The network process as the terminal process sees it: a forked process in a process group of its
// own, so that Ctrl-Z stops only the terminal process and the room does not take the client for
// dead.
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
  /// Call it before a terminal is opened. The process leaves the room when this one exits.
  static NetworkProcess start(const NetworkSettings& settings);
  NetworkProcess(NetworkProcess&&) = default;
  NetworkProcess& operator=(NetworkProcess&&) = delete;
  /// Waits for its goodbye, for a limited time.
  ~NetworkProcess();

  /// Readable when there are events.
  int descriptor() const { return socket_.get(); }
  void send(const Order& order);
  /// The next events, at least one; nullopt when there are none for now. Never blocks.
  std::optional<std::vector<Event>> next();
  /// The process has exited, and all its events have been read.
  bool gone() const { return gone_; }

 private:
  NetworkProcess(process::Child child, UniqueFd socket);

  process::Child child_;
  UniqueFd socket_;
  bool gone_ = false;
};

}  // namespace moonroom::client
