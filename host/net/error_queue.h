// What the network reported about datagrams that were sent (ip(7), IP_RECVERR).
#pragma once

#include <optional>

#include "wire/endpoint.h"

namespace moonroom::net {

struct QueuedError {
  /// Where the datagram went that the error is about.
  wire::Endpoint whom;
  /// The machine is there and answers that no program has that port (ICMP port unreachable, RFC
  /// 1122 and RFC 4443). All other errors are about the way there and may pass.
  bool nobody_listens = false;
};

/// The oldest in the socket's queue, taken out of it; never waits.
std::optional<QueuedError> next_error(int socket);

}  // namespace moonroom::net
