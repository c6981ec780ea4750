// The network's reports about sent datagrams (ip(7), IP_RECVERR).
#pragma once

#include <optional>

#include "wire/endpoint.h"

namespace moonroom::net {

struct QueuedError {
  /// The destination of the datagram that the error is about.
  wire::Endpoint whom;
  /// The machine answers that no program has that port open (ICMP port unreachable, RFC 1122 and
  /// RFC 4443). All other errors are about the path and can be temporary.
  bool nobody_listens = false;
};

/// Removes and returns the oldest error in the socket's queue; never blocks.
std::optional<QueuedError> next_error(int socket);

}  // namespace moonroom::net
