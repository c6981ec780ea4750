// All sockets of a host as one: receives from any of them, and sends from the one that the
// recipient wrote to. Passive, like each of them (udp_socket.h).
//
// With several sockets, the local address and port in a datagram's `from` (`via`, `via_port`)
// identify the socket. A remote address and port is one endpoint, even if it writes to two of our
// sockets: the answer leaves from the one that it wrote to last. An endpoint without a local port
// (its seat was saved by a host with one socket) is answered from the first socket of its family.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "net/udp_socket.h"

namespace moonroom::net {

class UdpSockets {
 public:
  /// One socket, as UdpSocket::bind.
  static Result<UdpSockets> bind(const wire::Endpoint& where);
  /// Takes over sockets that another program has bound. A Problem when none of them is UDP;
  /// `others` lists the ignored ones with the reason.
  static Result<UdpSockets> adopt(std::vector<UniqueFd> sockets, std::vector<std::string>& others);

  std::vector<int> descriptors() const;
  std::vector<wire::Endpoint> locals() const;

  /// The datagrams queued at one socket, a different one each time. Call it until `drained`.
  std::span<const wire::Datagram> receive(Batch& batch);
  /// True when the latest `receive` of each socket has emptied it.
  bool drained() const { return drained_ >= sockets_.size(); }
  /// A new turn: every socket can have received something.
  void begin_turn() { drained_ = 0; }

  void send(const wire::Outbox& outbox);
  void trim_memory();
  std::vector<wire::Endpoint> drain_unreachable();

  /// The sum over all sockets.
  UdpSocket::Counters counters() const;

  /// Turns off reports about earlier datagrams and drops the queued ones, because another program
  /// (systemd) can wait on the sockets now and would take a report for a broken socket.
  void forget_errors();

 private:
  explicit UdpSockets(std::vector<UdpSocket> sockets);
  size_t socket_for(const wire::Endpoint& to) const;

  std::vector<UdpSocket> sockets_;
  std::vector<wire::Endpoint> locals_;
  size_t next_ = 0;
  size_t drained_ = 0;
  // The deliveries of each socket, where there are several.
  std::vector<wire::Outbox> parts_;
};

}  // namespace moonroom::net
