// A socket of TCP that waits for connections, for whoever speaks a protocol over it.
#pragma once

#include "base/result.h"
#include "base/unique_fd.h"
#include "wire/endpoint.h"

namespace moonroom::net {

/// Does not wait, and is closed on exec. Port 0 takes a free one. `backlog` connections wait to be
/// accepted at most. A Problem when the address is taken, or not this machine's.
Result<UniqueFd> listen_for_connections(const wire::Endpoint& where, int backlog);

/// Where a socket is bound.
wire::Endpoint local_endpoint(int socket);

}  // namespace moonroom::net
