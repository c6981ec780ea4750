// Opens UDP sockets and sets their options: nonblocking, large buffers, reports of errors.
#pragma once

#include "base/result.h"
#include "base/unique_fd.h"
#include "wire/endpoint.h"

namespace moonroom::net {

/// The requested buffer in each direction: a thousand members' burst of long lines. The kernel's
/// default holds a few hundred short ones.
constexpr int kBufferBytes = 8 << 20;

struct OpenSocket {
  UniqueFd descriptor;
  int family = 0;
  /// Bound to the "any" address: the kernel reports the local address of each datagram.
  bool is_any = false;
};

/// As UdpSocket::bind, adopt and connect.
Result<OpenSocket> open_bound(const wire::Endpoint& where);
Result<OpenSocket> adopt_bound(UniqueFd socket);
Result<OpenSocket> open_connected(const wire::Endpoint& server);

}  // namespace moonroom::net
