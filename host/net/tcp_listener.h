// A socket of TCP that waits for connections, for whoever speaks a protocol over it.
#pragma once

#include "base/result.h"
#include "base/unique_fd.h"
#include "net/sockaddr.h"
#include "wire/endpoint.h"

namespace moonroom::net {

/// Does not wait, and is closed on exec. Port 0 takes a free one. `backlog` connections wait to be
/// accepted at most. A Problem when the address is taken, or not this machine's.
Result<UniqueFd> listen_for_connections(const wire::Endpoint& where, int backlog);

struct Accepted {
  /// None when nobody waits, or when there is no descriptor for it.
  UniqueFd socket;
  SocketAddress from;
  /// This process or the machine has no descriptor or memory left: the connection goes on waiting.
  bool is_exhausted = false;
};
/// The next connection that waits; it does not wait either, and is closed on exec.
Accepted accept_connection(int listener);

/// Ends a connection whose descriptor another library owns, which is told so by its end.
void hang_up(int socket);

/// Where a socket is bound.
wire::Endpoint local_endpoint(int socket);

}  // namespace moonroom::net
