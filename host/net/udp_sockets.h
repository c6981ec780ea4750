// All sockets of a host as one: what any of them receives, and what leaves by the one that its
// receiver wrote to. Passive, as each of them is (udp_socket.h).
//
// Where there are several, the local address and port in a datagram's `from` (`via`, `via_port`)
// name the socket. The same address and port elsewhere is one endpoint, also when it writes to two
// of our sockets: it is answered by the one that it wrote to last. An endpoint without a port of
// ours (its seat was kept by a host with one socket) is answered by the first socket of its family.
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
  /// Goes on with sockets that another program has bound. A Problem when there is none of UDP among
  /// them; `others` says which were left out, and why.
  static Result<UdpSockets> adopt(std::vector<UniqueFd> sockets, std::vector<std::string>& others);

  std::vector<int> descriptors() const;
  std::vector<wire::Endpoint> locals() const;

  /// What is queued at one socket, another one each time. To be called until `drained`.
  std::span<const wire::Datagram> receive(Batch& batch);
  /// The latest call of `receive` for each socket has emptied it.
  bool drained() const { return drained_ >= sockets_.size(); }
  /// A new turn: all may have received something.
  void begin_turn() { drained_ = 0; }

  void send(const wire::Outbox& outbox);
  void trim_memory();
  std::vector<wire::Endpoint> drain_unreachable();

  /// Of all together.
  UdpSocket::Counters counters() const;
  uint64_t overflowed() const;

  /// Nobody here reads reports about earlier datagrams from now on; those that are queued are
  /// dropped. Another program may wait on the sockets now: systemd takes a report for a broken one.
  void forget_errors();

 private:
  explicit UdpSockets(std::vector<UdpSocket> sockets);
  size_t socket_for(const wire::Endpoint& to) const;

  std::vector<UdpSocket> sockets_;
  std::vector<wire::Endpoint> locals_;
  size_t next_ = 0;
  size_t drained_ = 0;
  // What leaves by each, where there are several.
  std::vector<wire::Outbox> parts_;
};

}  // namespace moonroom::net
