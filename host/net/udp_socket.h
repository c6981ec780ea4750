// A UDP socket that receives and sends many datagrams per call. Passive: a loop decides when it
// acts, and it never blocks (except for a moment when the send queue is full).
//
// The kernel queues errors about earlier datagrams: the descriptor then shows POLLPRI beside
// POLLERR, and `drain_unreachable` empties the queue.
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
#include "net/open_socket.h"
#include "net/sender.h"
#include "wire/datagram.h"

namespace moonroom::net {

class UdpSocket {
 public:
  /// For a server. The "any" address is IPv6 and IPv4 at once where the machine has both, and
  /// "0.0.0.0" is IPv4 alone; on either, a datagram's `via` is its local address. A Problem when
  /// the port is taken, or for any other failure.
  static Result<UdpSocket> bind(const wire::Endpoint& where) { return of(open_bound(where)); }
  /// Takes over a socket that another program has bound. A Problem when it is not UDP.
  static Result<UdpSocket> adopt(UniqueFd socket) { return of(adopt_bound(std::move(socket))); }
  /// For a client: receives only from `server`.
  static Result<UdpSocket> connect(const wire::Endpoint& server) {
    return of(open_connected(server));
  }

  /// Lets the kernel merge received datagrams (udp(7), UDP_GRO), where it can. They must be
  /// received into a batch from `for_merged`, which splits them. For a connected socket.
  void accept_merged();

  /// Marks each received datagram with its socket, in `via` and `via_port`, for a host with several
  /// sockets.
  void mark_received() { mark_ = local(); }

  int descriptor() const { return socket_.get(); }
  /// With the port that the kernel chose when none was requested.
  wire::Endpoint local() const { return local_endpoint(socket_.get()); }

  /// The queued datagrams, up to the size of `batch`, which owns the bytes until the next receive.
  /// Never blocks.
  std::span<const wire::Datagram> receive(Batch& batch);
  /// Sends everything; each destination gets its datagrams in order. Datagrams that the kernel
  /// refuses are dropped and counted. Waits for a full queue, some 20 ms in all.
  void send(const wire::Outbox& outbox) { sender_->send(outbox); }
  /// Frees memory before an idle time.
  void trim_memory() { sender_->trim_memory(); }
  /// On a connected socket. False when no socket is open at the other end.
  bool send(std::string_view bytes) { return sender_->send(bytes); }

  /// The endpoints with no open socket (ICMP port unreachable) since the last call, once per
  /// report. Unreachable hosts are not among them, because they can come back.
  std::vector<wire::Endpoint> drain_unreachable();

  /// Turns off reports about earlier datagrams, and drops the queued ones.
  void forget_errors();

  struct Counters : Sender::Counters {
    uint64_t received = 0;
    /// Received, but longer than a batch's buffers.
    uint64_t truncated = 0;
    /// All reports of the network about earlier datagrams.
    uint64_t errors = 0;
    /// Dropped by the kernel because the receive buffer was full.
    uint64_t overflowed = 0;

    Counters& operator+=(const Counters& other);
  };
  Counters counters() const;

 private:
  explicit UdpSocket(OpenSocket socket);
  static Result<UdpSocket> of(Result<OpenSocket> socket);

  UniqueFd socket_;
  // The address for datagrams without one.
  std::optional<wire::Endpoint> mark_;
  Counters counters_;
  // On the heap, because it is large.
  std::unique_ptr<Sender> sender_;
};

}  // namespace moonroom::net
