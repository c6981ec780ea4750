// Room for what one system call sends: the kernel's view of a run of deliveries. Made once and used
// again for each run; the bytes stay in the outbox.
#pragma once

#include <sys/socket.h>

#include <array>
#include <span>

#include "net/packet_info.h"
#include "net/sockaddr.h"
#include "wire/datagram.h"

namespace moonroom::net {

class Outgoing {
 public:
  /// A few datagrams a call already share its price; with this many, all of this still fits the
  /// processor's first cache beside what the kernel touches. (The kernel takes up to 1,024.)
  static constexpr size_t kDatagrams = 64;

  enum class Source { by_route, as_written_to };

  /// At most kDatagrams. Valid as long as the outbox is not changed.
  std::span<mmsghdr> fill(const wire::Outbox& outbox,
                          std::span<const wire::Outbox::Delivery> deliveries, int family,
                          Source source);

 private:
  std::array<mmsghdr, kDatagrams> headers_{};
  std::array<iovec, kDatagrams> vectors_{};
  std::array<SocketAddress, kDatagrams> addresses_{};
  std::array<PacketInfo, kDatagrams> infos_{};
};

}  // namespace moonroom::net
