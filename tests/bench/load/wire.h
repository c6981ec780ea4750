// What a member's bytes travel on: sockets of one kind, and the buffers that they share. Everything
// is on this machine.
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

  /// A socket that is connected to `port` and never waits for what is to come.
  virtual Result<UniqueFd> connect(uint16_t port) = 0;
  /// Hands on what there is, or the first part of it. False when the other side is gone.
  virtual bool receive(int socket, const Take& take) = 0;
  /// All of it. False when the other side is gone, or takes nothing for seconds.
  virtual bool send(int socket, std::string_view bytes);
};

/// UDP, many datagrams a call.
std::unique_ptr<Wire> datagrams();
/// UDP whose kernel hands on runs of datagrams of one size as one (udp(7), UDP_GRO).
std::unique_ptr<Wire> merged_datagrams();
/// TCP without delays: nothing waits for an acknowledgement before it is sent. With `at_once`
/// acknowledgements do not wait for company either: for servers that hold back what is short until
/// the last has been acknowledged.
enum class Acknowledge { as_usual, at_once };
std::unique_ptr<Wire> streams(Acknowledge acknowledge);

}  // namespace moonroom::bench
