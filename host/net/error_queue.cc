#include "net/error_queue.h"

#include <linux/errqueue.h>
#include <netinet/icmp6.h>
#include <netinet/ip_icmp.h>
#include <sys/socket.h>

#include <array>
#include <cstring>

#include "net/packet_info.h"
#include "net/sockaddr.h"

namespace moonroom::net {
namespace {

bool says_nobody_listens(const sock_extended_err& error) {
  return (error.ee_origin == SO_EE_ORIGIN_ICMP && error.ee_type == ICMP_DEST_UNREACH &&
          error.ee_code == ICMP_PORT_UNREACH) ||
         (error.ee_origin == SO_EE_ORIGIN_ICMP6 && error.ee_type == ICMP6_DST_UNREACH &&
          error.ee_code == ICMP6_DST_UNREACH_NOPORT);
}

sock_extended_err error_in(msghdr& header) {
  sock_extended_err error{};
  const void* data = find_control(header, SOL_IP, IP_RECVERR);
  if (!data) data = find_control(header, SOL_IPV6, IPV6_RECVERR);
  if (data) std::memcpy(&error, data, sizeof error);
  return error;
}

}  // namespace

std::optional<QueuedError> next_error(int socket) {
  SocketAddress whom;
  // The error, its reporter, and other control data that the socket requested.
  alignas(cmsghdr) std::array<char, 512> control{};
  msghdr header{};
  header.msg_name = whom.get();
  header.msg_namelen = sizeof whom.v6;
  header.msg_control = control.data();
  header.msg_controllen = control.size();
  if (::recvmsg(socket, &header, MSG_ERRQUEUE | MSG_DONTWAIT) < 0) return std::nullopt;
  return QueuedError{to_endpoint(whom), says_nobody_listens(error_in(header))};
}

}  // namespace moonroom::net
