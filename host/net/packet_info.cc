#include "net/packet_info.h"

#include <netinet/udp.h>

#include <cstring>

namespace moonroom::net {
namespace {

// Appends to the control data.
template <class Value>
void attach(int level, int type, const Value& value, PacketInfo& info, msghdr& header) {
  const auto used = header.msg_controllen;
  header.msg_control = info.bytes.data();
  header.msg_controllen = used + CMSG_SPACE(sizeof value);
  auto* message = reinterpret_cast<cmsghdr*>(info.bytes.data() + used);
  message->cmsg_level = level;
  message->cmsg_type = type;
  message->cmsg_len = CMSG_LEN(sizeof value);
  std::memcpy(CMSG_DATA(message), &value, sizeof value);
}

wire::Address to_address(const in_pktinfo& info) {
  std::array<uint8_t, 4> bytes{};
  // Not the destination, which can be a broadcast address, but our own address on that interface.
  std::memcpy(bytes.data(), &info.ipi_spec_dst, 4);
  return wire::v4_address(bytes);
}

wire::Address to_address(const in6_pktinfo& info) {
  wire::Address address;
  if (IN6_IS_ADDR_MULTICAST(&info.ipi6_addr)) return address;
  std::memcpy(address.bytes.data(), &info.ipi6_addr, 16);
  // Only a link-local address needs its interface.
  if (IN6_IS_ADDR_LINKLOCAL(&info.ipi6_addr)) address.scope = info.ipi6_ifindex;
  return address;
}

}  // namespace

const void* find_control(msghdr& header, int level, int type) {
  for (auto* control = CMSG_FIRSTHDR(&header); control; control = CMSG_NXTHDR(&header, control))
    if (control->cmsg_level == level && control->cmsg_type == type) return CMSG_DATA(control);
  return nullptr;
}

wire::Address arrived_at(msghdr& header) {
  if (const void* data = find_control(header, SOL_IP, IP_PKTINFO)) {
    in_pktinfo info{};
    std::memcpy(&info, data, sizeof info);
    return to_address(info);
  }
  if (const void* data = find_control(header, SOL_IPV6, IPV6_PKTINFO)) {
    in6_pktinfo info{};
    std::memcpy(&info, data, sizeof info);
    return to_address(info);
  }
  return {};
}

size_t merged_size(msghdr& header) {
  const void* data = find_control(header, SOL_UDP, UDP_GRO);
  if (!data) return 0;
  int size = 0;
  std::memcpy(&size, data, sizeof size);
  return size > 0 ? static_cast<size_t>(size) : 0;
}

void leave_from(const wire::Address& source, int family, PacketInfo& info, msghdr& header) {
  if (family == AF_INET) {
    in_pktinfo v4{};
    std::memcpy(&v4.ipi_spec_dst, &source.bytes[12], 4);
    return attach(SOL_IP, IP_PKTINFO, v4, info, header);
  }
  // Also for IPv4, whose addresses are in their mapped form on such a socket.
  in6_pktinfo v6{};
  std::memcpy(&v6.ipi6_addr, source.bytes.data(), 16);
  v6.ipi6_ifindex = source.scope;
  attach(SOL_IPV6, IPV6_PKTINFO, v6, info, header);
}

void cut_up(uint16_t size, PacketInfo& info, msghdr& header) {
  attach(SOL_UDP, UDP_SEGMENT, size, info, header);
}

void keep_whole(msghdr& header) {
  header.msg_controllen -= CMSG_SPACE(sizeof(uint16_t));
}

}  // namespace moonroom::net
