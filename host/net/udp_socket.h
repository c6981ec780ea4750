// A UDP socket that takes and gives many datagrams a call. Passive: it never waits for its peer (a
// full queue on the way out excepted, for a moment), and a loop decides when it acts.
//
// Errors that the network reports about earlier datagrams are queued by the kernel: a descriptor
// with such shows POLLPRI beside POLLERR, and `drain_unreachable` empties the queue.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/unique_fd.h"
#include "net/batch.h"
#include "net/outgoing.h"
#include "wire/datagram.h"

namespace moonroom::net {

class UdpSocket {
 public:
  /// Asked for in each direction: a thousand members' burst of long lines. The kernel's default
  /// holds a few hundred short ones.
  static constexpr int kBufferBytes = 8 << 20;

  /// For a server. "Any" address is IPv6 and IPv4 at once where the machine has both, "0.0.0.0" is
  /// IPv4 alone; on either, a datagram's `via` says where it came in. A Problem says that the port
  /// is taken, or what else is in the way.
  static Result<UdpSocket> bind(const wire::Endpoint& where);
  /// Goes on with a socket that another program has bound. A Problem when it is none of UDP.
  static Result<UdpSocket> adopt(UniqueFd socket);
  /// For a client: only `server` is heard.
  static Result<UdpSocket> connect(const wire::Endpoint& server);

  /// Lets the kernel hand over as one what came together (udp(7), UDP_GRO), where it can. From then
  /// on it is received into a batch `for_merged`, which takes it apart. For a connected socket.
  void accept_merged();

  /// From now on each datagram says by which socket it came: `via` and `via_port`, for a host that
  /// has several.
  void mark_received() { mark_ = local(); }

  int descriptor() const { return socket_.get(); }
  /// With the port that the kernel chose when none was asked for.
  wire::Endpoint local() const;

  /// What is queued, up to the size of `batch`, which owns the bytes until the next receive; never
  /// waits.
  std::span<const wire::Datagram> receive(Batch& batch);
  /// All of it; each destination gets its own in order. What the kernel will not take is dropped
  /// and counted; a full queue is waited for, some 20 ms in all.
  void send(const wire::Outbox& outbox);
  /// Nothing is to be sent for a while: lets go of memory.
  void trim_memory() { outgoing_->trim_memory(); }
  /// On a connected socket. False when nobody listens there.
  bool send(std::string_view bytes);

  /// Endpoints whose machines said since the last call that nobody listens there (ICMP port
  /// unreachable), as often as they said it. An unreachable host is none of these: it may come
  /// back.
  std::vector<wire::Endpoint> drain_unreachable();

  /// Nothing is reported about earlier datagrams any more, and what is queued is dropped.
  void forget_errors();

  struct Counters {
    uint64_t received = 0;
    uint64_t sent = 0;
    /// Not sent: too long, no way there, or no room for it.
    uint64_t dropped = 0;
    /// Sent alone, because the kernel would not take them together.
    uint64_t unmerged = 0;
    /// Received, but longer than a batch's buffers.
    uint64_t truncated = 0;
    /// What the network reported about earlier datagrams, of whatever kind.
    uint64_t errors = 0;
  };
  const Counters& counters() const { return counters_; }

 private:
  UdpSocket(UniqueFd socket, int family, Outgoing::Source source);

  void send(std::span<mmsghdr> messages);
  // After an error that did not pass: the first of these is not sent as it is.
  void give_up(const mmsghdr& message, int error);
  // After an error, the `failures`th of the same datagram; waits if that may help.
  bool may_try_again(int error, int failures);

  UniqueFd socket_;
  // What is written into datagrams that come without.
  std::optional<wire::Endpoint> mark_;
  Outgoing::Merging merging_;
  Counters counters_;
  // How often the current `send` may still wait for room.
  int waits_left_ = 0;
  std::unique_ptr<Outgoing> outgoing_;
};

}  // namespace moonroom::net
