// A UDP socket that takes and gives many datagrams a call. Passive: it never waits for its peer (a
// full send buffer excepted, for a moment), and a loop decides when it acts.
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/unique_fd.h"
#include "net/batch.h"
#include "net/sockaddr.h"
#include "wire/datagram.h"

namespace moonroom::net {

class UdpSocket {
 public:
  /// For a server. "Any" address is IPv6 and IPv4 at once where the machine has both. A Problem
  /// says that the port is taken, or what else is in the way.
  static Result<UdpSocket> bind(const wire::Endpoint& where);
  /// For a client: only `server` is heard.
  static Result<UdpSocket> connect(const wire::Endpoint& server);

  int descriptor() const { return socket_.get(); }
  /// With the port that the kernel chose when none was asked for.
  wire::Endpoint local() const;

  /// What is queued, up to the size of `batch`, which owns the bytes until the next receive; never
  /// waits.
  std::span<const wire::Datagram> receive(Batch& batch);
  /// All of it, in order. What the kernel will not take is dropped and counted.
  void send(const wire::Outbox& outbox);
  /// On a connected socket. False when nobody listens there.
  bool send(std::string_view bytes);

  /// Endpoints whose machines said since the last call that nobody listens there (ICMP port
  /// unreachable). An unreachable host is none of these: it may come back.
  std::vector<wire::Endpoint> take_unreachable();

  struct Counters {
    uint64_t sent = 0;
    uint64_t dropped = 0;
    uint64_t truncated = 0;
  };
  const Counters& counters() const { return counters_; }

 private:
  // Four datagrams a call already have all of its gain; more are fewer turns of this loop.
  static constexpr size_t kChunk = 64;

  UdpSocket(UniqueFd socket, int family, bool wildcard);

  size_t fill(const wire::Outbox& outbox, std::span<const wire::Outbox::Delivery> chunk);
  void send_chunk(size_t count);
  void set_source(size_t place, const wire::Address& via);
  bool may_try_again(int error);

  UniqueFd socket_;
  int family_;
  bool wildcard_;
  Counters counters_;

  struct Outgoing {
    std::array<mmsghdr, kChunk> headers{};
    std::array<iovec, kChunk> vectors{};
    std::array<SocketAddress, kChunk> addresses;
    struct alignas(cmsghdr) Control {
      std::array<char, CMSG_SPACE(sizeof(in6_pktinfo))> bytes;
    };
    std::array<Control, kChunk> controls{};
  };
  std::unique_ptr<Outgoing> out_;
};

}  // namespace moonroom::net
