// What travels beside a datagram's bytes: to which of our addresses it came, from which it is to
// leave (ip(7) IP_PKTINFO, ipv6(7) IPV6_PKTINFO), and whether it is several (udp(7) UDP_SEGMENT,
// UDP_GRO). Also the search in what the kernel put there.
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <cstddef>
#include <cstdint>

#include "wire/endpoint.h"

namespace moonroom::net {

/// Room for both kinds of addresses: an IPv4 datagram on an IPv6 socket comes with both. One that
/// leaves has only one, and the size behind it is shorter than the other. So is the size that comes
/// with one that is several, on a socket that is not told addresses.
struct alignas(cmsghdr) PacketInfo {
  std::array<char, CMSG_SPACE(sizeof(in6_pktinfo)) + CMSG_SPACE(sizeof(in_pktinfo))> bytes;
};

/// The payload of the first message of that kind, or null. Lives in the control bytes of `header`.
const void* find_control(msghdr& header, int level, int type);

/// Which of our own addresses can answer; none when the datagram came by multicast over IPv6.
wire::Address arrived_at(msghdr& header);

/// How long each datagram is of those that came as this one, the last of them perhaps shorter; 0
/// when it is a single one.
size_t merged_size(msghdr& header);

/// Makes the datagram of `header` leave from `source`, by means of `info`, which must last as long.
void leave_from(const wire::Address& source, int family, PacketInfo& info, msghdr& header);

/// Makes the kernel cut the bytes of `header` into datagrams of `size` bytes. To be said last, by
/// means of the same `info`.
void cut_up(uint16_t size, PacketInfo& info, msghdr& header);
/// Takes back that last word; the address stays.
void keep_whole(msghdr& header);

}  // namespace moonroom::net
