// A listening TCP socket, for servers of any protocol.
#pragma once

#include "base/result.h"
#include "base/unique_fd.h"
#include "net/sockaddr.h"
#include "wire/endpoint.h"

namespace moonroom::net {

/// Opens a non-blocking socket that is closed on exec. Port 0 selects a free one. At most `backlog`
/// connections wait to be accepted. A Problem when the address is taken, or not this machine's.
Result<UniqueFd> listen_for_connections(const wire::Endpoint& where, int backlog);

struct Accepted {
  /// Empty when no connection waits, or when no descriptor is free.
  UniqueFd socket;
  SocketAddress from;
  /// This process or the machine is out of descriptors or memory: the connection keeps waiting.
  bool is_exhausted = false;
};
/// Accepts the next waiting connection, non-blocking and closed on exec. Does not block.
Accepted accept_connection(int listener);

/// Ends a connection whose descriptor another library owns; the library sees the end of the
/// connection.
void hang_up(int socket);

}  // namespace moonroom::net
