#include "net/sockaddr.h"

#include <cstring>

namespace moonroom::net {

SocketAddress to_sockaddr(const wire::Endpoint& endpoint, int family) {
  SocketAddress address;
  if (family == AF_INET) {
    address.v4 = {};
    address.v4.sin_family = AF_INET;
    address.v4.sin_port = htons(endpoint.port);
    std::memcpy(&address.v4.sin_addr, &endpoint.address.bytes[12], 4);
    address.size = sizeof address.v4;
    return address;
  }
  address.v6.sin6_family = AF_INET6;
  address.v6.sin6_port = htons(endpoint.port);
  address.v6.sin6_scope_id = endpoint.address.scope;
  std::memcpy(&address.v6.sin6_addr, endpoint.address.bytes.data(), 16);
  address.size = sizeof address.v6;
  return address;
}

wire::Endpoint to_endpoint(const SocketAddress& address) {
  wire::Endpoint endpoint;
  if (address.v4.sin_family == AF_INET) {
    std::array<uint8_t, 4> bytes{};
    std::memcpy(bytes.data(), &address.v4.sin_addr, 4);
    endpoint.address = wire::v4_address(bytes);
    endpoint.port = ntohs(address.v4.sin_port);
    return endpoint;
  }
  std::memcpy(endpoint.address.bytes.data(), &address.v6.sin6_addr, 16);
  endpoint.address.scope = address.v6.sin6_scope_id;
  endpoint.port = ntohs(address.v6.sin6_port);
  return endpoint;
}

wire::Endpoint local_endpoint(int socket) {
  SocketAddress address;
  address.size = sizeof address.v6;
  ::getsockname(socket, address.get(), &address.size);
  return to_endpoint(address);
}

}  // namespace moonroom::net
