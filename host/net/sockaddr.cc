#include "net/sockaddr.h"

#include <netinet/in.h>

#include <cstring>

namespace moonroom::net {

SocketAddress to_sockaddr(const wire::Endpoint& endpoint, int family) {
  SocketAddress address;
  if (family == AF_INET) {
    sockaddr_in v4{};
    v4.sin_family = AF_INET;
    v4.sin_port = htons(endpoint.port);
    std::memcpy(&v4.sin_addr, &endpoint.address.bytes[12], 4);
    std::memcpy(&address.storage, &v4, sizeof v4);
    address.size = sizeof v4;
    return address;
  }
  sockaddr_in6 v6{};
  v6.sin6_family = AF_INET6;
  v6.sin6_port = htons(endpoint.port);
  v6.sin6_scope_id = endpoint.address.scope;
  std::memcpy(&v6.sin6_addr, endpoint.address.bytes.data(), 16);
  std::memcpy(&address.storage, &v6, sizeof v6);
  address.size = sizeof v6;
  return address;
}

wire::Endpoint to_endpoint(const sockaddr_storage& storage) {
  wire::Endpoint endpoint;
  if (storage.ss_family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, &storage, sizeof v4);
    std::array<uint8_t, 4> bytes{};
    std::memcpy(bytes.data(), &v4.sin_addr, 4);
    endpoint.address = wire::v4_address(bytes);
    endpoint.port = ntohs(v4.sin_port);
    return endpoint;
  }
  sockaddr_in6 v6{};
  std::memcpy(&v6, &storage, sizeof v6);
  std::memcpy(endpoint.address.bytes.data(), &v6.sin6_addr, 16);
  endpoint.address.scope = v6.sin6_scope_id;
  endpoint.port = ntohs(v6.sin6_port);
  return endpoint;
}

}  // namespace moonroom::net
