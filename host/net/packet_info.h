// The control data of a datagram: which of our addresses received it, from which it leaves (ip(7)
// IP_PKTINFO, ipv6(7) IPV6_PKTINFO), and whether it is merged (udp(7) UDP_SEGMENT, UDP_GRO). Also
// finds these in the kernel's control data.
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <cstddef>
#include <cstdint>

#include "wire/endpoint.h"

namespace moonroom::net {

/// Space for both kinds of addresses: an IPv4 datagram on an IPv6 socket has both. A sent datagram
/// has only one, and the segment size after it is shorter than the other. So is the size of a
/// merged datagram on a socket without address reports.
struct alignas(cmsghdr) PacketInfo {
  std::array<char, CMSG_SPACE(sizeof(in6_pktinfo)) + CMSG_SPACE(sizeof(in_pktinfo))> bytes;
};

/// The payload of the first control message of that kind, or null. Points into the control bytes of
/// `header`.
const void* find_control(msghdr& header, int level, int type);

/// The local address for an answer; none when the datagram was IPv6 multicast.
wire::Address arrived_at(msghdr& header);

/// The size of each datagram in a merged one (the last can be shorter); 0 for a single one.
size_t merged_size(msghdr& header);

/// Makes the datagram of `header` leave from `source`. `info` must live as long as `header`.
void leave_from(const wire::Address& source, int family, PacketInfo& info, msghdr& header);

/// Makes the kernel split the bytes of `header` into datagrams of `size` bytes. Call it last, with
/// the same `info`.
void cut_up(uint16_t size, PacketInfo& info, msghdr& header);
/// Undoes `cut_up`; the address stays.
void keep_whole(msghdr& header);

}  // namespace moonroom::net
