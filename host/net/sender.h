// The sending half of a UDP socket: many datagrams per call, merged where the kernel can split them
// again. Retries after errors that belong to earlier datagrams, and waits some 20 ms for a full
// queue. The socket belongs to another, and must outlive this.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "net/outgoing.h"
#include "wire/datagram.h"

namespace moonroom::net {

class Sender {
 public:
  struct Counters {
    uint64_t sent = 0;
    /// Not sent: too long, no route, or no space.
    uint64_t dropped = 0;
    /// Sent separately, because the kernel refused a merged message.
    uint64_t unmerged = 0;
  };

  Sender(int socket, int family, Outgoing::Source source);

  /// As UdpSocket::send.
  void send(const wire::Outbox& outbox);
  bool send(std::string_view bytes);
  /// Frees memory before an idle time.
  void trim_memory() { outgoing_.trim_memory(); }
  const Counters& counters() const { return counters_; }

 private:
  void send(std::span<mmsghdr> messages);
  // After a permanent error: the first of these is not sent as it is.
  void give_up(const mmsghdr& message, int error);
  // After an error, the `failures`th of the same datagram; waits if that can help.
  bool may_try_again(int error, int failures);

  int socket_;
  Outgoing::Merging merging_;
  Counters counters_;
  // How often the current `send` can still wait for space.
  int waits_left_ = 0;
  Outgoing outgoing_;
};

}  // namespace moonroom::net
