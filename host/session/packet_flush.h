// The way out of a session, a client's and a host's alike: what the link has to say becomes sealed
// packets, until it has nothing more to say for now. Passive.
#pragma once

#include <cstddef>

#include "base/moment.h"
#include "link/link.h"
#include "secure/keys.h"
#include "wire/datagram.h"

namespace moonroom::session {

struct FlushResult {
  size_t packets = 0;
  /// The keys have been used as often as they may be: the link has said something that is lost,
  /// and nothing goes out until there are others.
  bool keys_exhausted = false;
};

/// Fills, seals and sends to `to` every packet that may go now; `answers` as for Link::fill.
FlushResult flush_packets(link::Link& link, secure::Keys& keys, const wire::Endpoint& to,
                          SteadyTime now, wire::Outbox& out, RateWindow* answers = nullptr);

}  // namespace moonroom::session
