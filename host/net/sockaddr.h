// Converts endpoints to the kernel's form and back.
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>

#include "wire/endpoint.h"

namespace moonroom::net {

/// Only as large as the two families need: a sockaddr_storage is five times as large, and one is
/// filled for each sent datagram.
struct SocketAddress {
  union {
    sockaddr_in v4;
    sockaddr_in6 v6{};
  };
  socklen_t size = 0;

  sockaddr* get() { return reinterpret_cast<sockaddr*>(&v6); }
  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&v6); }
};

/// For a socket of `family`: on an AF_INET6 socket, IPv4 is in its mapped form. Ignores `via`.
SocketAddress to_sockaddr(const wire::Endpoint& endpoint, int family);

/// From an address of either family that the kernel filled in; `via` stays empty.
wire::Endpoint to_endpoint(const SocketAddress& address);

/// The address that a socket is bound to, with the port that the kernel chose when none was
/// requested.
wire::Endpoint local_endpoint(int socket);

}  // namespace moonroom::net
