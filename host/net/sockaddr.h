// Endpoints as the kernel wants them, and back.
#pragma once

#include <sys/socket.h>

#include "wire/endpoint.h"

namespace moonroom::net {

struct SocketAddress {
  sockaddr_storage storage{};
  socklen_t size = 0;

  sockaddr* get() { return reinterpret_cast<sockaddr*>(&storage); }
  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }
};

/// For a socket of `family`: on an AF_INET6 socket IPv4 is written in its mapped form.
SocketAddress to_sockaddr(const wire::Endpoint& endpoint, int family);

/// From what the kernel filled in; `via` stays empty.
wire::Endpoint to_endpoint(const sockaddr_storage& storage);

}  // namespace moonroom::net
