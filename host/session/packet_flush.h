// The output of a session, for client and host alike: turns the link's output into sealed packets
// until it is exhausted. Passive.
#pragma once

#include <cstddef>

#include "base/moment.h"
#include "link/link.h"
#include "secure/keys.h"
#include "wire/datagram.h"

namespace moonroom::session {

struct FlushResult {
  size_t packets = 0;
  /// The keys have reached their limit: the link's last output is lost, and nothing can be sent
  /// with these keys.
  bool keys_exhausted = false;
};

/// Fills, seals and sends to `to` all packets that are due; `answers` as for Link::fill.
FlushResult flush_packets(link::Link& link, secure::Keys& keys, const wire::Endpoint& to,
                          SteadyTime now, wire::Outbox& out, RateWindow* answers = nullptr);

}  // namespace moonroom::session
