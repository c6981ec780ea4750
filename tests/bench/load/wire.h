// The transport of the members: sockets of one kind, and their shared buffers. Everything is on
// this machine.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

#include "base/result.h"
#include "base/unique_fd.h"

namespace moonroom::bench {

class Wire {
 public:
  using Take = std::function<void(std::string_view bytes)>;

  Wire() = default;
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;
  virtual ~Wire() = default;

  /// A non-blocking socket that is connected to `port`.
  virtual Result<UniqueFd> connect(uint16_t port) = 0;
  /// Passes on the pending data, or the first part of it. False when the peer is gone.
  virtual bool receive(int socket, const Take& take) = 0;
  /// Sends all of it. False when the peer is gone, or accepts nothing for seconds.
  virtual bool send(int socket, std::string_view bytes);
};

/// UDP, many datagrams a call.
std::unique_ptr<Wire> datagrams();
/// UDP with receive offload: the kernel merges runs of datagrams of one size (udp(7), UDP_GRO).
std::unique_ptr<Wire> merged_datagrams();
/// TCP without Nagle's delay. With `at_once`, acknowledgements are not delayed either: for servers
/// that hold back short data until the last has been acknowledged.
enum class Acknowledge { as_usual, at_once };
std::unique_ptr<Wire> streams(Acknowledge acknowledge);

}  // namespace moonroom::bench
